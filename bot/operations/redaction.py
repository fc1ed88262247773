"""Removing personal data from a text before it is stored or logged.

Citizens paste what they should not (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15): identity numbers,
telephones, e-mail, plates, dossier codes, their names and where they live. A name of one word, or one that nothing
announces and nothing marks as a name, cannot be told from other words and stays.
"""

from collections.abc import Iterable

from bot.language.normalise import clean
from bot.operations import addresses, names, numbers


def redact(text: str) -> str:
    """Return `text`, cleaned, with what tells who somebody is exchanged for what it is.

    Every database takes it: NUL and lone surrogates are gone. Codes of procedures, laws, sums, days, hotlines and
    communes stay.
    """
    text = clean(text)
    text = _without(text, numbers.spans(text))
    text = _without(text, ((*span, "[địa chỉ]") for span in addresses.spans(text)))
    return _without(text, ((*span, "[tên]") for span in names.spans(text)))


def _without(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    kept, end = [], 0
    for start, stop, instead in spans:
        kept += [text[end:start], instead]
        end = stop
    return "".join(kept) + text[end:]
