"""What differs between two knowledge bases: procedures field by field, the rest part by part."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.knowledge.cells import number, written
from bot.knowledge.headers import LABELS
from bot.knowledge.models import Model, Procedure
from bot.knowledge.other_parts import other_differences
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Postal, word

NOTHING = "Không có gì thay đổi."
_POST = {
    (Postal.NO, Postal.YES): "chuyển sang nhận qua bưu điện",
    (Postal.UNKNOWN, Postal.YES): "chuyển sang nhận qua bưu điện",
    (Postal.YES, Postal.NO): "không còn nhận qua bưu điện",
    (Postal.UNKNOWN, Postal.NO): "nay ghi rõ là không nhận qua bưu điện",
    (Postal.YES, Postal.UNKNOWN): "nay chưa rõ có nhận qua bưu điện hay không",
    (Postal.NO, Postal.UNKNOWN): "nay chưa rõ có nhận qua bưu điện hay không",
}
_POST_IN_WORDS = {(word(before), word(after)): told for (before, after), told in _POST.items()}
_TOLD_BY_VALUE = ("postal", "service_level")
_TOLD_FIRST = ("title", "receivers", "levels", "aliases")
"""Of the fields of which it is only said that they changed."""


class Entry(Model):
    """A procedure that is new or gone."""

    code: str
    title: str


class Change(Model):
    """One field (its name in the code) of one procedure, as officials write it; "" is an empty cell.

    The title is the new one.
    """

    code: str
    title: str
    field: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """The header of the column, as officials know it."""
        return LABELS[Procedure][self.field]


class Differences(Model):
    """What a load changes: in procedures one by one, elsewhere (`other`) in sentences."""

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    changed: tuple[Change, ...] = ()
    other: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or self.changed or self.other)


def differences(before: Knowledge, after: Knowledge) -> Differences:
    """Return what `after` has otherwise than `before`; the order of rows does not count."""
    return Differences(
        added=tuple(_only_in(after, before)),
        removed=tuple(_only_in(before, after)),
        changed=tuple(_changes(before, after)),
        other=tuple(other_differences(before, after)),
    )


def _only_in(these: Knowledge, others: Knowledge) -> Iterator[Entry]:
    return (Entry(code=one.code, title=one.title) for one in these.procedures if one.code not in others.by_code)


def _changes(before: Knowledge, after: Knowledge) -> Iterator[Change]:
    for old in before.procedures:
        new = after.by_code.get(old.code, old)
        for field in Procedure.model_fields:
            was, now = getattr(old, field), getattr(new, field)
            if was != now:
                yield Change(code=old.code, title=new.title, field=field, before=written(was), after=written(now))


def in_words(found: Differences) -> tuple[str, ...]:
    """Return the differences in short sentences with counts, what matters most first."""
    if found.is_empty:
        return (NOTHING,)
    told = [*_rows(found), *_by_value(found.changed), *_by_field(found.changed)]
    return (*(f"{number(count)} thủ tục {what}." for what, count in told if count), *found.other)


def _rows(found: Differences) -> list[tuple[str, int]]:
    return [("bị bỏ", len(found.removed)), ("mới", len(found.added))]


def _by_value(changed: Sequence[Change]) -> list[tuple[str, int]]:
    """Return what is told with its old and new value: post, then the service level; the most rows first."""
    post = Counter(_POST_IN_WORDS[one.before, one.after] for one in changed if one.field == "postal")
    level = Counter(f"từ {one.before} thành {one.after}" for one in changed if one.field == "service_level")
    return [*post.most_common(), *level.most_common()]


def _by_field(changed: Sequence[Change]) -> Iterator[tuple[str, int]]:
    counts = Counter(one.field for one in changed)
    for field in dict.fromkeys((*_TOLD_FIRST, *Procedure.model_fields)):
        if field not in _TOLD_BY_VALUE:
            label = LABELS[Procedure][field]
            yield f"đổi {label[0].lower()}{label[1:]}", counts[field]
