"""Every fuzz target takes its seeds and some thousand inputs made from them; `scripts/fuzz` goes on for longer."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.environment import program_environment, settings_environment
from tests.small_knowledge import write_small_knowledge

RUNS = 1000
SECONDS = 180


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris has no build for this Python")
def test_no_parser_raises_what_it_does_not_document(tmp_path: Path) -> None:
    settings = settings_environment(tmp_path)
    settings["HMC_KNOWLEDGE__FOLDER"] = str(write_small_knowledge(tmp_path / "knowledge"))

    run = subprocess.run(  # noqa: S603
        [
            sys.executable,
            "-m",
            "fuzz",
            "all",
            f"-runs={RUNS}",
            "-seed=1",
            "-print_final_stats=1",
            str(tmp_path / "corpus"),
        ],
        cwd=ROOT,
        env=program_environment(settings),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    told = run.stdout + run.stderr
    assert run.returncode == 0, told[-3000:]
    done = re.search(r"stat::number_of_executed_units: (\d+)", told)
    assert done, told[-3000:]
    assert int(done[1]) >= RUNS
