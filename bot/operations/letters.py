"""A text in its plainest form, letter by letter: what is found there stands at the same place in the text itself."""

import re
import unicodedata

_LOOK_ALIKES = str.maketrans("oOlI", "0011")
_ALMOST_NUMBER = re.compile(r"(?<![^\W_])(?=\w*\d\w*\d)[\doOlI]{3,}(?![^\W_])")
"""What people type as a number with letters that look like digits: "o912 345 678", "O6209…"."""


class _Plain(dict[int, str]):
    """The small letter without accents, or the digit, of each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        value = unicodedata.decimal(letter, None)
        if value is not None:
            plain = str(value)
        else:
            plain = unicodedata.normalize("NFD", letter.lower())[:1].replace("đ", "d") or letter
        self[code] = plain
        return plain


_PLAIN = _Plain()


def plain(text: str) -> str:
    """Return `text` in small letters without accents, every digit as 0 to 9; each character stays one character."""
    digits = _ALMOST_NUMBER.sub(lambda found: found[0].translate(_LOOK_ALIKES), text)
    return digits.translate(_PLAIN)
