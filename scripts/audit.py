"""Look up what the lock files install among known vulnerabilities. Where nobody can be asked, it says so and goes on.

Fails on a vulnerability that IGNORED does not excuse, and on an excuse that has run out.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
IGNORED: dict[str, tuple[date, str]] = {}
"""By id: until when it is left alone, and why it does not touch us."""
SECONDS = 90
_SKIPPED = "skipped: no answer from the database of vulnerabilities"


def main() -> None:
    """Look up both files."""
    today = datetime.now(UTC).date()
    found = [fault for lock in LOCKS for fault in _of_file(lock, today)]
    if found:
        sys.exit("\n".join(sorted(set(found))))


def _of_file(lock: str, today: date) -> list[str]:
    report = _report(lock)
    print(f"{lock}: {said(report)}")
    return faults(report, today)


def _report(lock: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--disable-pip", "--require-hashes"]
    command += ["--progress-spinner=off", f"--requirement={ROOT / lock}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
        report: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"dependencies": []}
    return report


def said(report: Mapping[str, Any]) -> str:
    """Return how many packages were looked up."""
    packages = report["dependencies"]
    asked = [package for package in packages if "skip_reason" not in package]
    return f"{len(asked)} of {len(packages)} packages looked up" if asked else _SKIPPED


def faults(report: Mapping[str, Any], today: date) -> list[str]:
    """Return the vulnerabilities that nothing excuses."""
    return [
        f"{package['name']} {package['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'none'}"
        for package in report["dependencies"]
        for known in package.get("vulns", ())
        if not _excused({known["id"], *known.get("aliases", ())}, today)
    ]


def _excused(names: set[str], today: date) -> bool:
    return any(today <= IGNORED[name][0] for name in names & IGNORED.keys())


if __name__ == "__main__":
    main()
