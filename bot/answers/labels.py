"""Short labels that tell procedures apart: what citizens read on a button instead of a raw title."""

import re
from collections.abc import Mapping, Sequence
from os.path import commonprefix

from bot.answers import facts, wording
from bot.knowledge.families import Family, Kind, Member
from bot.knowledge.models import Procedure
from bot.knowledge.titles import BRACKETS, capitalised, without_leading
from bot.knowledge.values import Receiver

MAX_LABEL = 80
"""Characters, without a closing ellipsis."""
HEAD = 28
"""Characters of what labels share that are kept where their ends tell them apart."""
SHORT_ENOUGH_TO_ASK = 45
_BRACKETS = re.compile(rf"\s*{BRACKETS}")
_CENTRES = {Receiver.COMMUNE, Receiver.PROVINCE}
_PROPER = ("Bộ ", "Công an ", "Trung tâm ")
_SAID_LEVEL = re.compile(r"cấp (xã|huyện|tỉnh|trung ương)")
_CASE = re.compile(r"^(?:(?:áp dụng )?đối với |trong )?(?:(?:các )?trường hợp )?|^là ", re.IGNORECASE)


def labels(procedures: Sequence[Procedure]) -> tuple[str, ...]:
    """Return a label for each of `procedures`, no two the same: the start of its title, or where it differs."""
    plain = [plain_title(procedure.title) for procedure in procedures]
    whole = [_readable(without_leading(procedure.title)) for procedure in procedures]
    made = []
    for place, procedure in enumerate(procedures):
        short = cut(plain[place]).lower()
        same = [other for other in range(len(procedures)) if cut(plain[other]).lower() == short]
        label = cut(plain[place]) if len(same) == 1 else _end_of(whole[place], [whole[other] for other in same])
        made.append(f"{label} ({procedure.code})" if label in made else label)
    return tuple(made)


def family_labels(family: Family, procedures: Mapping[str, Procedure]) -> tuple[str, ...]:
    """Return a label for each member of `family`: only what distinguishes it from the others."""
    usual = [member for member in family.members if member.kind not in (Kind.RARE, Kind.CASE)]
    labelled = dict(zip(usual, _usual_labels(usual, family, procedures), strict=True))
    made: list[str] = []
    for member in family.members:
        label = cut(labelled.get(member) or _own_label(member))
        made.append(f"{label} (mã {member.code})" if label in made else label)
    return tuple(made)


def family_question(family: Family, own_labels: Sequence[str]) -> str:
    """Return one clear question: "Đăng ký hội: cấp xã hay cấp tỉnh?", or which case where the labels are long."""
    base = cut(_readable(family.base))
    if len(own_labels) == 2 and max(map(len, own_labels)) <= SHORT_ENOUGH_TO_ASK:  # noqa: PLR2004 - this or that
        first, second = map(_within_sentence, own_labels)
        return wording.FAMILY_THIS_OR_THAT.format(base=base, first=first, second=second)
    return wording.FAMILY_WHICH.format(base=base)


def _within_sentence(label: str) -> str:
    return label if label.startswith(_PROPER) else label[:1].lower() + label[1:]


def plain_title(title: str) -> str:
    """Return a title without "Thủ tục" and what stands in brackets, not all in capitals."""
    return _readable(_BRACKETS.sub("", without_leading(title)).strip(" ,;:.")) or _readable(title)


def cut(text: str, limit: int = MAX_LABEL) -> str:
    """Return `text` cut at a word, with an ellipsis where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    whole_words, _, rest = text[:limit].rpartition(" ")
    return (whole_words or rest).rstrip(" ,;(/") + " …"


def _readable(text: str) -> str:
    shouted = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    text = text.lower() if shouted else text
    return capitalised(text)


def _end_of(text: str, same: Sequence[str]) -> str:
    """Return the first words of `text`, and those from where it parts from the `same`."""
    shared = commonprefix([other.lower() for other in same])  # noqa: RUF071 - strings, not paths
    start = shared.rfind(" ") + 1
    end = text[start:].strip(" ()")
    if not end or start <= HEAD:
        return cut(text)
    head = cut(text, HEAD).removesuffix(" …")
    return f"{head} … {cut(end, MAX_LABEL - HEAD)}"


def _usual_labels(usual: Sequence[Member], family: Family, procedures: Mapping[str, Procedure]) -> Sequence[str]:
    """Return labels for members that no words of their own describe: by the first feature that parts them."""
    if len(usual) == 1:
        has_rare = any(member.kind is Kind.RARE for member in family.members)
        return [wording.FAMILY_HOME if has_rare else wording.FAMILY_OTHER]
    own = [procedures[member.code] for member in usual]
    by_level = [_said_level(member) or wording.GOVERNMENT[member.level] for member in usual]
    by_office = [facts.where(procedure) for procedure in own]
    centres_only = all(set(procedure.receivers) <= _CENTRES for procedure in own)
    features = [by_level, by_office] if centres_only else [by_office if _apart(own) else by_level, by_level]
    features += [
        [_said_level(member) or wording.FAMILY_OTHER for member in usual],
        [procedure.field for procedure in own],
        [procedure.ministry for procedure in own],
    ]
    return next((labels for labels in features if len(set(labels)) == len(usual)), by_office)


def _apart(procedures: Sequence[Procedure]) -> bool:
    """Say whether no two of `procedures` are filed at the same kind of office."""
    receivers = [receiver for procedure in procedures for receiver in procedure.receivers]
    return len(receivers) == len(set(receivers))


def _said_level(member: Member) -> str:
    said = _SAID_LEVEL.search(" ".join(member.differences).lower())
    return wording.SAID_LEVELS[said[1]] if said else ""


def _own_label(member: Member) -> str:
    """Return the member's own words, for it has some."""
    if member.kind is Kind.CASE:
        return _case_label(member)
    said = " ".join(text for text in member.differences if not text.startswith("("))
    return wording.FAMILY_MOBILE if said == "lưu động" else _readable(said or member.differences[0].strip("()"))


def _case_label(member: Member) -> str:
    said = [text for text in member.differences if not text.startswith("(")] or list(member.differences)
    text = " ".join(said).strip("() ")
    return _readable(_CASE.sub("", text).rstrip(" :;,)"))
