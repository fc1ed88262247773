"""The closed lists of values in the knowledge base, as code names and as officials write them."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from typing import TypeVar

from rapidfuzz import process

from bot.language.normalise import canonical, fold


class ServiceLevel(StrEnum):
    """How far a procedure is done online (Nghị định 42/2022/NĐ-CP; levels 4, 3, 2 before it)."""

    FULL = "full"
    PARTIAL = "partial"
    ONLINE = "online"  # filed online, the source does not say which of the two
    OFFLINE = "offline"
    UNKNOWN = "unknown"

    @property
    def is_online(self) -> bool:
        """Whether it can be filed online at all, as far as the source says."""
        return self in (ServiceLevel.FULL, ServiceLevel.PARTIAL, ServiceLevel.ONLINE)


class Postal(StrEnum):
    """Whether the source lists post among the ways of filing."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Government(StrEnum):
    """Level of government that carries a procedure out; districts only until 1/7/2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class LevelsBasis(StrEnum):
    """Whether the source states the level of government or it was inferred from the agency."""

    STATED = "stated"
    INFERRED = "inferred"


class Receiver(StrEnum):
    """Kind of office that takes the dossier."""

    PROVINCE = "province"
    COMMUNE = "commune"
    POLICE_PROVINCE = "police_province"
    POLICE_COMMUNE = "police_commune"
    TAX = "tax"
    SOCIAL_INSURANCE = "social_insurance"
    CUSTOMS = "customs"
    BANK = "bank"
    BORDER_GUARD = "border_guard"
    ARMY = "army"
    TREASURY = "treasury"
    COURT = "court"
    NOTARY = "notary"
    CIVIL_ENFORCEMENT = "civil_enforcement"
    SCHOOL = "school"
    POWER_COMPANY = "power_company"


class Applicant(StrEnum):
    """Whom a procedure is for."""

    CITIZEN = "citizen"
    UNSETTLED_CITIZEN = "unsettled_citizen"
    OVERSEAS_VIETNAMESE = "overseas_vietnamese"
    FOREIGNER = "foreigner"
    FOREIGN_RESIDENT = "foreign_resident"
    BUSINESS = "business"
    FOREIGN_BUSINESS = "foreign_business"
    COOPERATIVE = "cooperative"
    ORGANISATION = "organisation"
    FOREIGN_ORGANISATION = "foreign_organisation"
    OFFICIAL = "official"
    PARTY_MEMBER = "party_member"
    PARTY_ORGANISATION = "party_organisation"


WORDS: dict[type[StrEnum], dict[str, str]] = {
    ServiceLevel: {
        ServiceLevel.FULL: "toàn trình",
        ServiceLevel.PARTIAL: "một phần",
        ServiceLevel.ONLINE: "trực tuyến",
        ServiceLevel.OFFLINE: "không trực tuyến",
        ServiceLevel.UNKNOWN: "chưa rõ",
    },
    Postal: {
        Postal.YES: "có",
        Postal.NO: "không",
        Postal.UNKNOWN: "chưa rõ",
    },
    Government: {
        Government.PROVINCE: "tỉnh",
        Government.DISTRICT: "huyện",
        Government.COMMUNE: "xã",
    },
    LevelsBasis: {
        LevelsBasis.STATED: "nguồn ghi",
        LevelsBasis.INFERRED: "suy ra",
    },
    Receiver: {
        Receiver.PROVINCE: "trung tâm tỉnh",
        Receiver.COMMUNE: "trung tâm xã",
        Receiver.POLICE_PROVINCE: "công an tỉnh",
        Receiver.POLICE_COMMUNE: "công an xã",
        Receiver.TAX: "thuế",
        Receiver.SOCIAL_INSURANCE: "bảo hiểm xã hội",
        Receiver.CUSTOMS: "hải quan",
        Receiver.BANK: "ngân hàng nhà nước",
        Receiver.BORDER_GUARD: "biên phòng",
        Receiver.ARMY: "quân sự",
        Receiver.TREASURY: "kho bạc",
        Receiver.COURT: "tòa án",
        Receiver.NOTARY: "công chứng",
        Receiver.CIVIL_ENFORCEMENT: "thi hành án",
        Receiver.SCHOOL: "trường học",
        Receiver.POWER_COMPANY: "điện lực",
    },
    Applicant: {
        Applicant.CITIZEN: "công dân",
        Applicant.UNSETTLED_CITIZEN: "công dân chưa rõ nơi cư trú",
        Applicant.OVERSEAS_VIETNAMESE: "người Việt Nam ở nước ngoài",
        Applicant.FOREIGNER: "người nước ngoài",
        Applicant.FOREIGN_RESIDENT: "người nước ngoài cư trú tại Việt Nam",
        Applicant.BUSINESS: "doanh nghiệp",
        Applicant.FOREIGN_BUSINESS: "doanh nghiệp vốn nước ngoài",
        Applicant.COOPERATIVE: "hợp tác xã",
        Applicant.ORGANISATION: "tổ chức",
        Applicant.FOREIGN_ORGANISATION: "tổ chức nước ngoài",
        Applicant.OFFICIAL: "cán bộ công chức",
        Applicant.PARTY_MEMBER: "đảng viên",
        Applicant.PARTY_ORGANISATION: "tổ chức đảng",
    },
}
"""The words of `knowledge/procedures.csv` for each value."""

NEAR = 70.0
"""Likeness, of 100, from which a word that is not on the list is taken for one of it written wrongly."""
Value = TypeVar("Value", bound=StrEnum)


def word(value: StrEnum) -> str:
    """Return the word that officials write for `value`."""
    return WORDS[type(value)][value]


def parse(kind: type[Value], written: str) -> Value:
    """Return the value that `written` names, in words or as a code name, whatever case and accents.

    Raises ValueError, in Vietnamese with the words allowed, for anything else.
    """
    by_key: dict[str, Value] = _by_key(kind)
    value = by_key.get(_key(written))
    if value:
        return value
    allowed = ", ".join(WORDS[kind].values())
    raise ValueError(f"“{written}” không có trong danh sách; {_suggestion(kind, written)}chỉ dùng một trong: {allowed}")


def _suggestion(kind: type[StrEnum], written: str) -> str:
    near = process.extractOne(_key(written), {word(value): _key(word(value)) for value in kind}, score_cutoff=NEAR)
    return f"có phải “{near[2]}”? " if near else ""


@cache
def _by_key(kind: type[Value]) -> dict[str, Value]:
    return {key: value for value in kind for key in (_key(value.value), _key(word(value)))}


def split(written: str) -> list[str]:
    """Return the parts of a `;`-separated cell, trimmed, without empty ones."""
    return [part for part in re.split(r"\s*;\s*", written.strip()) if part]


def join(values: Iterable[StrEnum]) -> str:
    """Return the cell that `split` and `parse` read back."""
    return ";".join(map(word, values))


@lru_cache(maxsize=1000)
def _key(text: str) -> str:
    return re.sub(r"[\s_]+", " ", fold(canonical(text)))
