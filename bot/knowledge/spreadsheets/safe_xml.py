"""Walking XML that strangers send, without building it in memory."""

from functools import lru_cache
from xml.parsers import expat


class Walker:
    """What is told of each element, and does nothing about it; tags and attributes carry their prefix."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element's beginning."""

    def end(self, tag: str) -> None:
        """Take an element's end."""

    def text(self, text: str) -> None:
        """Take text, perhaps in pieces."""


def walk(data: bytes, walker: Walker) -> None:
    """Tell `walker` what `data` holds.

    Raises ValueError for a document type, with which entities could grow without end, and ExpatError
    for what is not XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(data, True)  # noqa: FBT003


def _refuse(*declaration: object) -> None:
    raise ValueError("a spreadsheet has no document type")


@lru_cache(maxsize=1_000)
def local(name: str) -> str:
    """Return a tag or attribute without its prefix."""
    return name.rpartition(":")[2]
