"""Unpacking zipped spreadsheets that may be zip bombs."""

import io
import zipfile

from bot.knowledge.spreadsheets.limits import MAX_MEMBERS, MAX_UNPACKED, MEGABYTE, refusal

PASSWORD = "Tệp có đặt mật khẩu nên không mở được. Anh/chị bỏ mật khẩu trong Excel rồi gửi lại."  # noqa: S105
_COPY = "Anh/chị chép riêng bảng cần gửi sang tệp mới rồi gửi lại."
_ENCRYPTED = 0x1
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the only ones in spreadsheets, and both unpack piece by piece
_TEXTS = (".xml", ".rels", "mimetype")


def unpack(file: str, data: bytes) -> dict[str, bytes]:
    """Return the members of a zipped file by name, counting the bytes that really come out.

    Raises KnowledgeError where there are too many members or bytes, or a password, and zipfile's own
    errors where the file is damaged.
    """
    members: dict[str, bytes] = {}
    left = MAX_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _check(file, archive.infolist())
        for info in archive.infolist():
            with archive.open(info) as member:
                members[info.filename] = member.read(left + 1)
            left -= len(members[info.filename])
            if left < 0:
                raise refusal(file, f"Tệp bung ra lớn quá (hơn {MAX_UNPACKED // MEGABYTE} MB). {_COPY}")
    return members


def _check(file: str, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise refusal(file, f"Tệp có quá nhiều phần bên trong. {_COPY}")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise refusal(file, PASSWORD)
    if any(info.compress_type not in _USUAL for info in infos):
        raise zipfile.BadZipFile("unusual compression")


def repack(members: dict[str, bytes]) -> bytes:
    """Return the members that are text as a new zipped file, so that a reader sees only what was checked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            if name.endswith(_TEXTS):
                archive.writestr(name, content)
    return packed.getvalue()
