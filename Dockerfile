# Two stages: packages are installed from the hashed lock file, then copied into a slim image without build tools.
FROM python:3.13-slim AS packages
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /app/.venv \
    && /app/.venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app hmc && mkdir -p /app/var && chown hmc /app/var
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY bot bot
COPY handlers handlers
COPY knowledge knowledge
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HMC_WEB__HOST=0.0.0.0
USER 10001
# The index is built now, so that a container is ready in a second or two.
RUN ["python", "-m", "bot", "ask", "đăng ký khai sinh"]
VOLUME /app/var
EXPOSE 8080
# /healthz, not /readyz: one messenger that stalls must not get the whole container restarted; whoever watches the
# service asks /readyz, which names the channel.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "run"]
