"""Do what the Dockerfile says, step by step, in an empty folder and without a container engine; then ask its health.

Paths below /app are turned to the folder, and no user is made; the rest is as written, with this machine's Python.
Needs the network, for the packages of the lock file, and a minute or two.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = "8080"
START_SECONDS = 120


@dataclass(frozen=True)
class Step:
    """One instruction with its options taken off; `words` is the array of its exec form, None for text."""

    name: str
    text: str
    options: dict[str, str]

    @property
    def words(self) -> list[str] | None:
        """The command of the exec form."""
        return json.loads(self.text) if self.text.startswith("[") else None


def steps(dockerfile: str) -> list[Step]:
    """Return the instructions, comments left out and continued lines joined."""
    lines = [line for line in dockerfile.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [_step(line) for line in joined.splitlines() if line.strip()]


def _step(line: str) -> Step:
    name, _, text = line.strip().partition(" ")
    options = {}
    while found := re.match(r"\s*--([\w-]+)=(\S+)\s*", text):
        options[found[1]] = found[2]
        text = text[found.end() :]
    return Step(name.upper(), text.strip(), options)


def in_context(path: str, ignored: str) -> bool:
    """Say whether .dockerignore lets a path of the project into the build; the last line that fits decides."""
    inside = True
    for line in filter(None, map(str.strip, ignored.splitlines())):
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = path.split("/")
        if any(fnmatch("/".join(parts[: end + 1]), pattern) for end in range(len(parts))) or (
            "**/" in line and any(fnmatch(part, pattern) for part in parts)
        ):
            inside = line.startswith("!")
    return inside


@dataclass
class Build:
    """The stages of an image as folders below `place`."""

    place: Path
    stages: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    @property
    def app(self) -> Path:
        """What /app is in the stage being built."""
        return self.place / self.stages[-1] / "app"

    def do(self, step: Step) -> None:
        """Do one instruction."""
        match step.name:
            case "FROM":
                self.stages.append(step.text.rpartition(" AS ")[2] if " AS " in step.text else "last")
                self.environment = {
                    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                    "HOME": str(self.place),
                }
                self.app.mkdir(parents=True)
            case "ENV":
                given = dict(pair.split("=", 1) for pair in step.text.split())
                self.environment |= {name: self._here(self._filled(value)) for name, value in given.items()}
            case "COPY":
                self._copy(step)
            case "RUN":
                self._run(step)
            case "CMD":
                self.command = step.words or []
            case "HEALTHCHECK":
                self.health = json.loads(step.text.removeprefix("CMD "))

    def _copy(self, step: Step) -> None:
        source, target = step.text.split()
        stage = step.options.get("from")
        origin = self.place / stage / source.lstrip("/") if stage else ROOT / source
        leave = None if stage else shutil.ignore_patterns("__pycache__")
        if origin.is_dir():
            shutil.copytree(origin, self.app / target, symlinks=True, ignore=leave)
        else:
            shutil.copy(origin, self.app / target)

    def _run(self, step: Step) -> None:
        words = step.words or ["sh", "-ec", self._here(re.sub(r"\b(useradd|chown) [^&]*", "true ", step.text))]
        print("RUN", " ".join(words), flush=True)
        subprocess.run(words, cwd=self.app, env=self.environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603

    def _here(self, text: str) -> str:
        return re.sub(r"(?<![\w.])/app\b", str(self.app), text)

    def _filled(self, value: str) -> str:
        return re.sub(r"\$(\w+)", lambda name: self.environment.get(name[1], ""), value)


def main() -> None:
    """Build, start, ask, stop."""
    with tempfile.TemporaryDirectory() as folder:
        build = Build(Path(folder))
        for step in steps((ROOT / "Dockerfile").read_text(encoding="utf-8")):
            build.do(step)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = str(probe.getsockname()[1])
        environment = build.environment | {"HMC_WEB__PORT": port}
        with subprocess.Popen(build.command, cwd=build.app, env=environment) as bot:  # noqa: S603  the image's own command
            try:
                _wait_until_well(build, [word.replace(PORT, port) for word in build.health], environment)
            finally:
                bot.terminate()
    if bot.returncode:
        sys.exit(f"the bot ended with code {bot.returncode}")
    print("The image's steps work: built, started, well, stopped.")


def _wait_until_well(build: Build, health: list[str], environment: dict[str, str]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        asked = subprocess.run(health, cwd=build.app, env=environment, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
        if asked.returncode == 0:
            return
        time.sleep(1)
    sys.exit("the health check of the image never succeeded")


if __name__ == "__main__":
    main()
