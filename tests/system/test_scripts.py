import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import ROOT

SCRIPTS = sorted(
    path.relative_to(ROOT) for path in (ROOT / "scripts").iterdir() if path.is_file() and path.suffix != ".py"
)
SHELL = shutil.which("sh") or "/bin/sh"


def write_script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def run(*command: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [str(part) for part in command],
        cwd=cwd,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A checkout whose environment is up to date, with a Python that only tells how it was called."""
    root = tmp_path / "một cửa"
    for script in ("run", "venv.sh"):
        (root / "scripts").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "scripts" / script, root / "scripts" / script)
    (root / "requirements.lock").write_text("a==1\n", encoding="utf-8")
    write_script(root / ".venv/bin/python", 'echo "$PWD|$PYTHONPATH"; for each in "$@"; do echo "$each"; done')
    shutil.copy(root / "requirements.lock", root / ".venv/requirements.lock.stamp")
    return root


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_a_script_is_valid_sh(script: Path) -> None:
    assert script.read_text(encoding="utf-8").startswith(("#!/bin/sh\n", "# "))
    assert run(SHELL, "-n", ROOT / script, cwd=ROOT).stderr == ""


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script.suffix != ".sh"], ids=str)
def test_a_script_that_is_called_can_be_executed(script: Path) -> None:
    assert os.access(ROOT / script, os.X_OK)


def test_ci_runs_the_test_script_of_its_own_checkout_and_takes_its_exit_code(tmp_path: Path) -> None:
    (tmp_path / "checkout/.ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/run", tmp_path / "checkout/.ci/run")
    write_script(tmp_path / "checkout/scripts/test", 'echo "$PWD $#"; exit 7')

    result = run(tmp_path / "checkout/.ci/run", cwd=tmp_path)

    assert (result.stdout, result.returncode) == (f"{(tmp_path / 'checkout').resolve()} 0\n", 7)


def test_run_without_arguments_starts_the_bot(prepared: Path) -> None:
    result = run(prepared / "scripts/run", cwd=prepared)

    assert result.stdout.splitlines()[1:] == ["-P", "-m", "bot", "run"]


def test_run_passes_arguments_on_as_they_are(prepared: Path) -> None:
    result = run(prepared / "scripts/run", "ask", "khai sinh  ở đâu", "*", cwd=prepared)

    assert result.stdout.splitlines()[1:] == ["-P", "-m", "bot", "ask", "khai sinh  ở đâu", "*"]


def test_run_stays_in_the_callers_folder_with_the_code_on_the_path(prepared: Path, tmp_path: Path) -> None:
    result = run(prepared / "scripts/run", cwd=tmp_path)

    assert result.stdout.splitlines()[0] == f"{tmp_path.resolve()}|{prepared.resolve()}"


def test_without_a_python_it_is_told_what_is_needed(prepared: Path, tmp_path: Path) -> None:
    (prepared / ".venv/requirements.lock.stamp").unlink()
    only_dirname = write_script(tmp_path / "bin/dirname", f'exec {shutil.which("dirname")} "$@"')

    result = run(prepared / "scripts/run", cwd=tmp_path, PATH=str(only_dirname.parent))

    assert result.stderr.startswith("Cần Python 3.11 trở lên / Python 3.11 or newer is needed")
    assert result.returncode == 1
