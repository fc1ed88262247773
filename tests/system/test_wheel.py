import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.environment import program_environment, settings_environment
from tests.system.program import DEADLINE_SECONDS, START

KNOWLEDGE = {"procedures.csv", "faq.yaml", "vocabulary.yaml", "published_totals.yaml"}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel of the project's own files holds; nothing that git ignores is in it."""
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        pytest.skip("only a git checkout says which files belong to the project")
    source, made, unpacked = (tmp_path_factory.mktemp(name) for name in ("source", "made", "unpacked"))
    listing = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    for name in listed.stdout.decode().split("\0"):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    built = subprocess.run(  # noqa: S603
        build, cwd=source, capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False
    )
    assert built.returncode == 0, built.stderr
    [wheel] = made.iterdir()
    zipfile.ZipFile(wheel).extractall(unpacked)
    return unpacked


@pytest.mark.usefixtures("snapshot")  # whose index it finds
def test_the_wheel_answers_from_its_own_data(unpacked: Path, tmp_path: Path, index_cache: Path) -> None:
    settings = settings_environment(tmp_path) | {"HMC_KNOWLEDGE__CACHE": str(index_cache)}
    settings["HMC_KNOWLEDGE__FOLDER"] = "knowledge"  # relative: that beside the code

    result = subprocess.run(  # noqa: S603
        [*START, "ask", "1.001193"],
        cwd=tmp_path,
        env=program_environment(settings, code=unpacked),
        capture_output=True,
        timeout=DEADLINE_SECONDS,
        check=False,
    )

    assert "Traceback" not in result.stderr.decode()
    assert "Thủ tục đăng ký khai sinh (mã 1.001193)" in result.stdout.decode()


def test_the_wheel_holds_the_code_and_the_data_and_nothing_unrelated(unpacked: Path) -> None:
    folders = {path.name for path in unpacked.iterdir() if not path.name.endswith(".dist-info")}

    assert folders == {"bot", "handlers", "knowledge"}
    assert {path.name for path in (unpacked / "knowledge").iterdir()} >= KNOWLEDGE


def files_beside_code() -> list[str]:
    kinds = ("*.html", "*.css", "*.js", "*.svg")
    return sorted(str(path.relative_to(ROOT)) for kind in kinds for path in (ROOT / "bot").rglob(kind))


@pytest.mark.parametrize("file", [*files_beside_code(), "bot/storage/migrations/env.py"])
def test_the_wheel_holds_what_the_code_reads_at_run_time(unpacked: Path, file: str) -> None:
    assert (unpacked / file).read_bytes() == (ROOT / file).read_bytes()


def test_the_wheel_installs_one_command(unpacked: Path) -> None:
    [entry_points] = unpacked.glob("*.dist-info/entry_points.txt")

    assert entry_points.read_text(encoding="utf-8").split() == ["[console_scripts]", "hoimotcua", "=", "bot.cli:main"]
