"""What takes long to work out of a knowledge base, kept on disk, and packed to travel to other machines."""

import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bot.knowledge.snapshot import Knowledge
from bot.language import segmentation
from bot.language.spelling import Speller
from bot.search.faq import ReadEntry
from bot.search.index import Compounds, Form, LexicalIndex
from bot.search.scope import Scope
from bot.search.tuning import TUNING, Tuning

Forms = list[list[Form]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What takes long to work out of the knowledge base.

    `known` syllables are not taken for keystrokes.
    """

    known: frozenset[str]
    speller: Speller
    forms: Forms
    index: LexicalIndex
    scope: Scope
    faq: list[ReadEntry]
    told: Forms


def index_key(knowledge: Knowledge, tuning: Tuning = TUNING) -> str:
    """Return what an index depends on: data, weights, libraries and the code that makes forms."""
    made_of = [knowledge.version, repr(tuning), *(version(name) for name in ("bm25s", "underthesea", "numpy"))]
    code = [path.read_bytes() for folder in _CODE for path in sorted(folder.glob("*.py"))]
    return hashlib.sha256("\n".join(made_of).encode() + b"".join(code)).hexdigest()[:16]


_CODE = (Path(__file__).parent, Path(segmentation.__file__).parent)


def save(folder: Path, prepared: Prepared) -> None:
    """Keep an index as `folder`; raises OSError where there is no room, or no right, to write."""
    written = {
        "known": sorted(prepared.known),
        "forms": prepared.forms,
        "words": sorted(prepared.index.compounds.words),
        "odds": prepared.scope.odds,
        "syllables": prepared.speller.syllables,
        "neighbours": prepared.speller.neighbours,
        "faq": prepared.faq,
        "told": prepared.told,
    }
    with _beside(folder) as aside:
        prepared.index.save(aside)
        (aside / "forms.json").write_text(json.dumps(written), encoding="utf-8")


def load(folder: Path, tuning: Tuning) -> Prepared:
    """Read what `save` kept; raises one of many errors where it is damaged."""
    read = json.loads((folder / "forms.json").read_text(encoding="utf-8"))
    forms = [[tuple(form) for form in item] for item in read["forms"]]
    compounds = Compounds(frozenset(tuple(word) for word in read["words"]))
    index = LexicalIndex.load(folder, forms, compounds, tuning)
    speller = Speller.counted(read["syllables"], read["neighbours"])
    return Prepared(
        known=frozenset(read["known"]),
        speller=speller,
        forms=forms,
        index=index,
        scope=Scope(read["odds"]),
        faq=[ReadEntry(list(map(tuple, wordings)), tuple(answer)) for wordings, answer in read["faq"]],
        told=[[tuple(form) for form in own] for own in read["told"]],
    )


def pack(folder: Path) -> bytes:
    """Return a kept index as one piece of some 2 MB."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.add(folder, arcname=".")
    return packed.getvalue()


def unpack(packed: bytes, folder: Path) -> None:
    """Keep an index that `pack` made as `folder`; raises OSError or tarfile.TarError where it is damaged."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive, _beside(folder) as aside:
        archive.extractall(aside, filter="data")


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a folder that becomes `folder` when it is whole, so that no other process ever reads half an index."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        yield aside
        with suppress(OSError):  # another process was first, with the same content
            aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
