# Sourced by the other scripts: makes .venv from a hashed lock file, once per change of that file.
# Usage: . scripts/venv.sh && prepare_venv requirements.lock
# Plain sh; needs Python 3.11 or newer with venv.

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

prepare_venv() {
    lock=$1
    stamp=.venv/$lock.stamp
    if [ -f "$stamp" ] && cmp -s "$lock" "$stamp" && [ -x .venv/bin/python ]; then
        return 0
    fi
    python=$(find_python) || {
        echo "Cần Python 3.11 trở lên / Python 3.11 or newer is needed (or set PYTHON=/path/to/python3)." >&2
        return 1
    }
    if ! .venv/bin/python -c 'import sys, pip' 2>/dev/null; then
        echo "Preparing .venv with $("$python" --version) …" >&2
        "$python" -m venv --clear .venv || {
            echo "Python's venv module is missing; on Debian or Ubuntu: apt-get install python3-venv" >&2
            return 1
        }
    fi
    echo "Installing the packages of $lock (a minute or two, only when it changes) …" >&2
    .venv/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes -r "$lock" || {
        echo "The packages could not be installed; check the network and run the command again." >&2
        return 1
    }
    cp "$lock" "$stamp"
}
