"""The Dockerfile, as far as it can be judged without an engine; `scripts/image_check.py` does its steps."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from scripts.image_check import Step, in_context, steps

STEPS = steps((ROOT / "Dockerfile").read_text(encoding="utf-8"))
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8")


def named(name: str) -> list[Step]:
    return [step for step in STEPS if step.name == name]


def test_every_base_has_a_version() -> None:
    bases = [step.text.partition(" AS ")[0] for step in named("FROM")]

    assert len(bases) == 2
    assert all(re.fullmatch(r"\S+:\d+\.\d+[\w.-]*", base) for base in bases), bases


def test_it_runs_as_a_user_without_rights_and_fetches_nothing_unhashed() -> None:
    [user] = named("USER")
    pip = [step.text for step in named("RUN") if "pip install" in step.text]

    assert re.fullmatch(r"[1-9]\d{3,}", user.text)  # a number, which an engine can tell is not root
    assert STEPS.index(user) < STEPS.index(named("CMD")[0])
    assert all("--require-hashes" in command and "--no-cache-dir" in command for command in pip)
    assert named("ADD") == []
    assert not [step.text for step in named("RUN") if re.search(r"\b(curl|wget|apt-get|apk)\b", step.text)]


def test_commands_get_signals_themselves() -> None:
    [command], [health] = named("CMD"), named("HEALTHCHECK")

    assert command.words == ["python", "-m", "bot", "run"]
    assert health.text.startswith('CMD ["python", ')
    assert named("ENTRYPOINT") == []


def test_what_is_copied_is_there_and_in_the_context() -> None:
    sources = [step.text.split()[0] for step in named("COPY") if "from" not in step.options]

    assert {"bot", "handlers", "knowledge", "requirements.lock"} <= set(sources)
    assert [source for source in sources if not (ROOT / source).exists() or not in_context(source, IGNORED)] == []


@pytest.mark.parametrize(
    "path", [".env", ".git/config", "var/hoimotcua.db", "var/person.key", "bot/__pycache__/a.pyc", "tests"]
)
def test_no_secret_and_nothing_needless_comes_into_the_context(path: str) -> None:
    assert not in_context(path, IGNORED)


def test_hadolint_finds_nothing() -> None:
    program = shutil.which("hadolint") or shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if not program:
        pytest.skip("hadolint is not installed")

    done = subprocess.run(  # noqa: S603
        [program, "--failure-threshold=warning", str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
