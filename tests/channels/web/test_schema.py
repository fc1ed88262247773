"""The API does what its description says, whatever schemathesis makes of it.

Run as a program: only so it tries other methods, missing headers and the like too.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from bot.channels.web.api import DESCRIPTION
from tests.channels.web.site import Site

PROGRAM = Path(sys.executable).with_name("schemathesis")
EXAMPLES = 40
OPTIONS = (
    "--phases=examples,coverage,fuzzing",
    "--checks=all",
    f"--max-examples={EXAMPLES}",
    "--generation-database=none",
    "--no-color",
)
SECONDS = 120.0


def test_the_api_is_as_described(site: Site, tmp_path: Path) -> None:
    direct = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}

    run = subprocess.run(  # noqa: S603  our own arguments
        [PROGRAM, "run", site.address + DESCRIPTION, *OPTIONS],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | direct,
        timeout=SECONDS,
        check=False,
    )

    assert run.returncode == 0, run.stdout
    passed = re.search(r"(\d+) generated, (\d+) passed", run.stdout)
    assert passed, run.stdout
    assert int(passed[1]) == int(passed[2]) > EXAMPLES
