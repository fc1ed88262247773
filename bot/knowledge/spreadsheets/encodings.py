"""Which encoding a text is in, and how one sees that its letters went wrong on the way."""

import re
import unicodedata

from bot.knowledge.spreadsheets.limits import refusal

SAVE_AGAIN = (
    "Anh/chị mở tệp gốc bằng Excel, chọn File > Save As, kiểu “CSV UTF-8 (Comma delimited)” (hoặc .xlsx) rồi gửi lại."
)
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_THIRD = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # bytes 80 to BF as Latin-1 and Windows-1252 show them
_OWN_LETTERS = re.compile(rf"[ăđơưĐƠƯ\u1ea0-\u1ef9]|Ă(?![{_THIRD}])")  # Ăª is ê gone wrong
"""Letters of Vietnamese that no older encoding of Western Europe has."""
_LETTERS = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĩũĨŨ")


def decode(file: str, data: bytes) -> str:
    """Return the text of `data`, composed (NFC): UTF-8, UTF-16 with its mark, or Windows-1258.

    Raises KnowledgeError with the first bad line for every other encoding.
    """
    encoding = next((found for mark, found in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        older = _windows_1258(data) if encoding == "utf-8" else None
        if older is None:
            read = data[: error.start].decode(encoding, errors="ignore")
            message = f"Chữ từ dòng này không đúng bảng mã UTF-8. {SAVE_AGAIN}"
            raise refusal(file, message, read.count("\n") + 1) from None
        text = older
    return unicodedata.normalize("NFC", text)


def _windows_1258(data: bytes) -> str | None:
    """Return the text where Windows-1258 gives Vietnamese and only Vietnamese letters."""
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    return text if all(map(_is_vietnamese, set(text))) else None


def _is_vietnamese(character: str) -> bool:
    if character.isascii() or character in _LETTERS or _OWN_LETTERS.match(character):
        return True
    return not character.isalpha() and not unicodedata.combining(character)


_MOJIBAKE = re.compile(
    rf"á[º»][{_THIRD}]"  # ạ … ỹ
    "|Æ[°¡¯\u00a0]|Ä[‘ƒ‚\u0080-\u0091©¨]|Å©"  # ư ơ đ ă ĩ ũ
    "|[ÃĂ][¡-£¨-ª¬²-µ¹º½]"  # á â ã è é ê ì … ú ý
    "|Ì[€‰ƒ£\u0080\u0081\u0083\u0089]"  # loose tone marks
)
_FOREIGN = "[ñäåæçëïîðøûüþßöÿÑÄÅÆÇËÏÎÐØÛÜÞÖ®¨©¬µ¶¸¹¼½¾]"
_IN_A_WORD = re.compile(rf"(?<=[^\W\d_]){_FOREIGN}|{_FOREIGN}(?=[^\W\d_]|[®¨©¬])")
_LOST_LETTER = re.compile(r"[^\W\d_]\?[^\W\d_](?!\w*=)")  # not the question mark of a web address
_FAULTS = (
    (_MOJIBAKE, 1, f"Chữ bị sai bảng mã (“{{shown}}”). {SAVE_AGAIN}"),
    (
        _IN_A_WORD,
        3,
        "Chữ gõ theo bảng mã cũ TCVN3, VNI (“{shown}”). Anh/chị chuyển sang Unicode bằng UniKey rồi gửi lại.",
    ),
    (_LOST_LETTER, 2, f"Chữ có dấu đã thành dấu hỏi (“{{shown}}”). {SAVE_AGAIN}"),
)
"""What is looked for, how many times it must be found, and what is told."""
_SHOWN = 40


def letters_fault(text: str) -> str | None:
    """Return what an official is told of a cell whose letters went wrong, None where they are well.

    A cell with letters of proper Vietnamese is taken as well: a foreign name in it is a name.
    """
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    if "\ufffd" in text:
        return f"Chữ bị mất (“{shown}”). {SAVE_AGAIN}"
    if (text.isascii() and "?" not in text) or _OWN_LETTERS.search(text):
        return None
    return next(
        (told.format(shown=shown) for signs, least, told in _FAULTS if len(signs.findall(text)) >= least),
        None,
    )
