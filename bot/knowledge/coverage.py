"""How much the knowledge base holds, counted for an admin, beside what the province published."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.knowledge.cells import number
from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Government, Postal, ServiceLevel, word
from bot.language.normalise import fold

YARDSTICK = (
    "Số đã công bố là của riêng tỉnh Kon Tum, năm 2020 và 2021; dữ liệu của bot là thủ tục theo cơ sở dữ liệu quốc gia"
    " hiện nay. Hai cột chỉ để đối chiếu, không tính thành tỉ lệ."
)
"""Said wherever the two stand side by side."""


def counts(knowledge: Knowledge) -> list[tuple[str, int]]:
    """Return (label, count) pairs: procedures by level and post, aliases, questions, vocabulary."""
    procedures = knowledge.procedures
    vocabulary = knowledge.vocabulary
    phrases = (vocabulary.abbreviations, vocabulary.teencode, vocabulary.dialect, vocabulary.official)
    return [
        ("Thủ tục", len(procedures)),
        ("– nộp được qua mạng", sum(procedure.service_level.is_online for procedure in procedures)),
        (
            "– nộp được qua mạng nhưng chưa có đường dẫn",
            sum(p.service_level.is_online and not p.url for p in procedures),
        ),
        ("– không nộp qua mạng", sum(p.service_level is ServiceLevel.OFFLINE for p in procedures)),
        ("– nguồn chưa ghi có qua mạng hay không", sum(p.service_level is ServiceLevel.UNKNOWN for p in procedures)),
        ("– gửi được qua bưu điện", sum(procedure.postal is Postal.YES for procedure in procedures)),
        ("– nguồn chưa ghi có qua bưu điện hay không", sum(p.postal is Postal.UNKNOWN for p in procedures)),
        ("– có tên gọi thường ngày", sum(bool(procedure.aliases) for procedure in procedures)),
        ("Tên gọi thường ngày", sum(len(procedure.aliases) for procedure in procedures)),
        ("Câu hỏi về dịch vụ", sum(entry.kind == "service" for entry in knowledge.faq)),
        ("Câu trò chuyện", sum(entry.kind == "chitchat" for entry in knowledge.faq)),
        ("Việc trong đời", len(knowledge.events)),
        ("Cách kể các việc trong đời", sum(len(event.phrases) for event in knowledge.events)),
        ("Từ ngữ đổi sang từ chính thức", sum(len(p.forms) for section in phrases for p in section)),
        ("Ví dụ câu nói chuyện khác", len(knowledge.outside)),
        ("Xã, phường, thị trấn cũ", len(knowledge.places.former)),
        ("Xã, phường hiện nay", len(knowledge.places.present)),
        ("Nơi nộp đã có địa chỉ", len(knowledge.places.offices)),
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """A published total (its label and value) beside our own count of the nearest thing, and how the two differ."""

    label: str
    published: int
    ours: int
    note: str = ""


def standing(knowledge: Knowledge) -> list[Standing]:
    """Return the published totals that something of ours can stand beside, in the order they were published."""
    unsaid = sum(procedure.service_level is ServiceLevel.ONLINE for procedure in knowledge.procedures)
    rows = []
    for total in knowledge.totals:
        if total.id in _OURS:
            counted, note = _OURS[total.id]
            ours = sum(counted(procedure) for procedure in knowledge.procedures)
            rows.append(Standing(total.label, total.value, ours, note.format(unsaid=number(unsaid))))
    return rows


def _of_level(level: Government) -> Callable[[Procedure], bool]:
    return lambda procedure: procedure.levels == (level,)


_UNSAID = "Mức độ {old} cũ gần với “{new}” nay. Ngoài ra {{unsaid}} thủ tục có qua mạng mà nguồn chưa ghi là loại nào."
_OURS: dict[str, tuple[Callable[[Procedure], bool], str]] = {
    "procedures": (lambda _: True, "Của bot: mọi thủ tục trong dữ liệu, kể cả của cơ quan trung ương tại địa phương."),
    "procedures_province": (_of_level(Government.PROVINCE), "Của bot: chỉ cấp tỉnh thực hiện."),
    "procedures_district": (_of_level(Government.DISTRICT), "Cấp huyện không còn từ ngày 1/7/2025."),
    "procedures_commune": (_of_level(Government.COMMUNE), "Của bot: chỉ cấp xã thực hiện."),
    "procedures_all_three": (
        lambda procedure: len(procedure.levels) > 1,
        "Của bot: từ hai cấp trở lên cùng thực hiện.",
    ),
    "online_level_3_and_4": (
        lambda procedure: procedure.service_level.is_online,
        "Của bot: nộp được qua mạng, dù là loại nào.",
    ),
    "online_level_3": (
        lambda procedure: procedure.service_level is ServiceLevel.PARTIAL,
        _UNSAID.format(old=3, new=word(ServiceLevel.PARTIAL)),
    ),
    "online_level_4": (
        lambda procedure: procedure.service_level is ServiceLevel.FULL,
        _UNSAID.format(old=4, new=word(ServiceLevel.FULL)),
    ),
    "online_level_2": (
        lambda procedure: procedure.service_level is ServiceLevel.OFFLINE,
        "Mức độ 2 cũ: chỉ tải biểu mẫu, nộp tại quầy; gần với “không trực tuyến” nay.",
    ),
    "postal_list": (
        lambda procedure: procedure.postal is not Postal.UNKNOWN,
        "Của bot: đã rõ có hay không nhận qua bưu điện, vì danh mục gồm cả hai.",
    ),
}
"""What of ours stands beside a published total, by its id in `published_totals.yaml`."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """How many procedures of a field or kind of office leave something unsaid.

    `level` and `postal` count those whose service level and post are unknown, `online` those that can be filed
    online without the source saying whether in full or in part; `incomplete` those with any of the three.
    """

    name: str
    total: int
    level: int
    online: int
    postal: int
    incomplete: int


def unknown_by_field(knowledge: Knowledge) -> list[Unknown]:
    """Return a row for each field, the most incomplete procedures first."""
    return _by(knowledge, lambda procedure: [procedure.field or "(chưa ghi lĩnh vực)"])


def unknown_by_receiver(knowledge: Knowledge) -> list[Unknown]:
    """Return a row for each kind of office, the most incomplete first; a procedure counts at each that takes it."""
    return _by(knowledge, lambda procedure: map(word, procedure.receivers))


def _by(knowledge: Knowledge, names_of: Callable[[Procedure], Iterable[str]]) -> list[Unknown]:
    groups: dict[str, list[Procedure]] = defaultdict(list)
    for procedure in knowledge.procedures:
        for name in names_of(procedure):
            groups[name].append(procedure)
    rows = [_unknown(name, own) for name, own in groups.items()]
    return sorted(rows, key=lambda row: (-row.incomplete, fold(row.name)))


def _unknown(name: str, procedures: list[Procedure]) -> Unknown:
    levels = [procedure.service_level for procedure in procedures]
    posts = [procedure.postal for procedure in procedures]
    open_levels = (ServiceLevel.UNKNOWN, ServiceLevel.ONLINE)
    return Unknown(
        name=name,
        total=len(procedures),
        level=levels.count(ServiceLevel.UNKNOWN),
        online=levels.count(ServiceLevel.ONLINE),
        postal=posts.count(Postal.UNKNOWN),
        incomplete=sum(
            level in open_levels or post is Postal.UNKNOWN for level, post in zip(levels, posts, strict=True)
        ),
    )
