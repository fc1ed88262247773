"""From a settled review to procedures: service level or post set, and the decision kept beside the row's own source.

A row has one `source` and one `as_of`, but after a list it rests on two sources, read on two days. Only what
the decision states is its; so the source names each with its part, the decision with its date in words,
and the row's own source last, so that `as_of`, which answers read out after the source, stays true of it:
"bưu chính theo Quyết định 506/QĐ-UBND(CT) ngày 21/7/2020; thông tin khác theo Cổng Dịch vụ công quốc gia".
"""

import re
from collections.abc import Mapping

from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge
from bot.office.annex.decision import written_date
from bot.office.annex.review import Change, Review
from bot.office.annex.rows import Subject

_BY = " theo "
_REST = "thông tin khác theo "
_PART = re.compile(rf"({'|'.join(Subject)}){_BY}([^;]+);\s*", re.IGNORECASE)


def apply(review: Review, knowledge: Knowledge) -> tuple[Procedure, ...]:
    """Return all procedures of `knowledge` in their order, those that `review` names changed."""
    changes = {change.code: change for change in review.changes}
    decision = f"{review.decision} ngày {written_date(review.date)}"
    return tuple(
        _changed(procedure, changes[procedure.code], decision) if procedure.code in changes else procedure
        for procedure in knowledge.procedures
    )


def _changed(procedure: Procedure, change: Change, decision: str) -> Procedure:
    stated: dict[str, object] = {}
    subjects: dict[Subject, str] = {}
    if change.postal:
        stated["postal"] = change.postal
        subjects[Subject.POSTAL] = decision
    if change.level:
        stated["service_level"] = change.level
        subjects[Subject.LEVEL] = decision
    return procedure.model_copy(update={**stated, "source": with_decisions(procedure.source, subjects)})


def with_decisions(source: str, decisions: Mapping[Subject, str]) -> str:
    """Return `source` with the decision that each subject now rests on; an earlier one on the same subject goes."""
    earlier = {Subject(subject.lower()): decision for subject, decision in _PART.findall(source)}
    own = _PART.sub("", source).removeprefix(_REST)
    return (
        "".join(f"{subject}{_BY}{decision}; " for subject, decision in sorted({**earlier, **decisions}.items()))
        + _REST
        + own
    )
