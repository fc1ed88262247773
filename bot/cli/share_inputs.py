"""What the commands of `share` are given, made out: the procedure, the desk, the file; or told why not, with code 2."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from bot import bootstrap
from bot.answers.labels import labels
from bot.knowledge.models import Procedure
from bot.language.question import code_in
from bot.search.verdicts import Verdict
from bot.services import Services, Snapshot
from bot.settings import Settings
from bot.sharing.links import valid_desk
from bot.storage.desks import Desk, Desks

MOST = 100
"""Posters of a set."""
FAULTS = 10
"""Wrong lines of a list that are named."""
_NO_SITE = (
    "Chưa có địa chỉ công khai của trang nên chưa làm được đường dẫn, mã QR.\n"
    "Anh/chị đặt HMC_WEB__PUBLIC_URL trong tệp .env, ví dụ: HMC_WEB__PUBLIC_URL=https://hoi.kontum.vn"
)


@dataclass(frozen=True, slots=True)
class Handing:
    """Who hands out from where: the public address, without a slash at its end, and the desk, if any."""

    site: str
    desk: Desk | None
    services: Services

    @property
    def snapshot(self) -> Snapshot:
        """The knowledge base and its search."""
        return self.services.snapshot


def handing(settings: Settings, number: str) -> Handing:
    """Read the knowledge base and the desk of `number`, "" for none; ends the program where one cannot hand out so."""
    site = settings.web.public_url
    if not site:
        refuse(_NO_SITE)
    desk = asyncio.run(_desk(settings, number.strip())) if number else None
    progress = Console(stderr=True)
    return Handing(site, desk, bootstrap.offline_services(settings, lambda text: progress.print(text, style="dim")))


async def _desk(settings: Settings, number: str) -> Desk:
    async with bootstrap.database(settings) as engine:
        desk = await Desks(engine).find(number) if valid_desk(number) else None
    if not desk:
        refuse(f"Không có quầy số “{number}”. Xem các quầy: desk list; đăng ký quầy mới: desk add.")
    if desk.closed_at:
        refuse(f"{desk.full_name}, số {number}, đã đóng. Mở lại: desk reopen {number}")
    return desk


def procedure_of(words: str, snapshot: Snapshot) -> Procedure | None:
    """Return what `words` or a code name, None for none; where several may be meant they are listed."""
    if not words.strip():
        return None
    found = snapshot.search.find(words)
    known = snapshot.knowledge.by_code
    if found.verdict is not Verdict.ANSWER:
        _tell_several(words, [known[code] for code in found.offered])
    return known[found.candidates[0].code]


def _tell_several(words: str, offered: Sequence[Procedure]) -> NoReturn:
    if not offered:
        refuse(f"Không tìm thấy thủ tục nào là “{words}”. Anh/chị ghi tên khác, hoặc ghi mã, ví dụ 1.001193.")
    named = zip(offered, labels(offered), strict=True)
    listed = "\n".join(f"  {one.code}  {label}" for one, label in named)
    refuse(f"“{words}” có thể là nhiều thủ tục. Anh/chị chạy lại với một mã:\n{listed}")


def listed_in(file: Path, snapshot: Snapshot) -> Sequence[Procedure]:
    """Return the procedures that a text file lists by code, one a line; what else stands in a line is not read.

    A line without any digit, such as a heading, is passed over.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        refuse(f"Không đọc được {file}. Cần tệp chữ (UTF-8), mỗi dòng một mã thủ tục.")
    known = snapshot.knowledge.by_code
    codes = {number: code_in(line) for number, line in enumerate(lines, 1) if re.search(r"\d", line)}
    wrong = [f"  dòng {number}: {lines[number - 1].strip()}" for number, code in codes.items() if code not in known]
    if wrong:
        more = [f"  … và {len(wrong) - FAULTS} dòng khác"] if len(wrong) > FAULTS else []
        refuse("\n".join([f"Trong {file} có mã không có trong dữ liệu:", *wrong[:FAULTS], *more]))
    if not codes:
        refuse(f"Trong {file} chưa có mã thủ tục nào. Ghi mỗi dòng một mã, ví dụ 1.001193.")
    procedures = [known[code] for code in dict.fromkeys(codes.values())]
    if len(procedures) > MOST:
        refuse(f"{file} có {len(procedures)} thủ tục; mỗi lần vẽ được nhiều nhất {MOST}. Anh/chị chia làm nhiều tệp.")
    return procedures


def output(path: Path, endings: Sequence[str], *, force: bool) -> str:
    """Return the ending of the file to write, which must be one of `endings`; a file that is there stays."""
    ending = path.suffix.lower()
    if ending not in endings:
        refuse(f"Chưa biết ghi tệp “{path.name}”. Tên tệp cần kết thúc bằng {' hoặc '.join(endings)}.")
    if path.is_dir() or not path.resolve().parent.is_dir():
        refuse(f"Không ghi được {path}. Anh/chị xem lại thư mục.")
    if path.exists() and not force:
        refuse(f"Đã có tệp {path}, tôi không ghi đè. Muốn ghi đè, thêm --force.")
    return ending


def write(path: Path, data: bytes) -> None:
    """Write the file, or say that it could not be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        refuse(f"Không ghi được {path}: {error.strerror}.")


def refuse(text: str) -> NoReturn:
    """Say why not and end with code 2."""
    typer.echo(text, err=True)
    raise typer.Exit(2)
