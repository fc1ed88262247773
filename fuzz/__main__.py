"""`python -m fuzz TARGET [options of libFuzzer]`: run one target, or `all` of them by turns, until it crashes.

The corpus grows in `var/fuzz/TARGET`, or in a folder that is named. Options that matter: -max_total_time=SECONDS,
-runs=NUMBER, -seed=NUMBER, and a file that crashed, to run it alone.
"""

import sys
from importlib import import_module
from pathlib import Path

import atheris  # type: ignore[import-untyped]

ALL = "all"
_LONGEST_INPUT = 16_384


def main() -> None:
    """Run the target that the first argument names."""
    atheris.enabled_hooks.add("str")  # what a comparison looks for is tried
    with atheris.instrument_imports(include=["bot", "handlers"]):
        targets, seeds = import_module("fuzz.targets"), import_module("fuzz.seeds")
        logs, root = import_module("bot.operations.logs"), import_module("bot.settings").ROOT
    if len(sys.argv) == 1 or sys.argv[1] not in (ALL, *targets.TARGETS):
        sys.exit(f"usage: python -m fuzz {ALL}|{'|'.join(targets.TARGETS)} [options of libFuzzer]")
    name, *options = sys.argv[1:]
    target = targets.any_of_them if name == ALL else targets.TARGETS[name]
    logs.configure("CRITICAL")  # what is written down of strange input is not what is looked for
    targets.snapshot()  # before time and memory are watched
    given = [option for option in options if not option.startswith("-")]
    corpus = Path(given[0]) if given else root / "var" / "fuzz" / name
    if not corpus.is_file():
        seeds.write_seeds(name, corpus)
    defaults = [f"-max_len={_LONGEST_INPUT}", "-timeout=20", "-rss_limit_mb=4096", f"-artifact_prefix={corpus.parent}/"]
    atheris.Setup([sys.argv[0], *defaults, *options, *([] if given else [str(corpus)])], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
