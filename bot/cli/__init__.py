"""The command line: `python -m bot run | ask | evaluate | knowledge … | admin … | desk … | backup | …`."""

import sys
from io import TextIOWrapper
from typing import cast

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.cli import admin, ask, backup, channel, desk, evaluate, knowledge, reach, run, share
from bot.knowledge.problems import KnowledgeError
from bot.operations import logs
from bot.operations.disk_faults import reason
from bot.operations.pseudonyms import KeyFileError
from bot.settings import Settings
from bot.storage.database import StorageError

app = typer.Typer(
    help="Hỏi Một Cửa: hỏi đáp thủ tục hành chính.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("run")(run.run)
app.command("ask")(ask.ask)
app.command("evaluate")(evaluate.evaluate)
app.command("reach")(reach.reach)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(admin.app, name="admin")
app.add_typer(desk.app, name="desk")
app.add_typer(share.app, name="share")
app.add_typer(channel.app, name="channel")
_WRONG_SETTINGS = "Cài đặt (biến HMC_* hoặc tệp .env) chưa đúng:"


@app.callback()
def prepare(context: typer.Context) -> None:
    """Read the settings and start logging before any command."""
    context.obj = Settings()
    level = context.obj.log.level
    if level == "INFO" and context.invoked_subcommand != "run":
        level = "WARNING"  # who asks at a terminal sees the answer, and needs no line about it
    logs.configure(level, context.obj.log.format)


def main() -> None:
    """Run a command; faults of data and settings are told in words, with exit code 1."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        cast("TextIOWrapper", stream).reconfigure(encoding="utf-8", errors="replace")  # in any locale
    try:
        app()
    except KnowledgeError as error:
        sys.exit(f"Dữ liệu có lỗi, chưa dùng được:\n{error}")
    except ValidationError as error:
        sys.exit(f"{_WRONG_SETTINGS}\n{_settings_faults(error)}")
    except (SettingsError, StorageError) as error:
        sys.exit(f"{_WRONG_SETTINGS}\n{error}")
    except KeyFileError as error:
        sys.exit(str(error))
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        if not error.filename:
            raise  # no file's fault
        sys.exit(f"Không đọc hay ghi được {error.filename}: {reason(error)}.")


def _settings_faults(error: ValidationError) -> str:
    return "\n".join(
        f"HMC_{'__'.join(str(step).upper() for step in fault['loc'])}: {fault['msg'].removeprefix('Value error, ')}"
        for fault in error.errors()
    )
