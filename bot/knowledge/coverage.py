"""How much the knowledge base holds, counted for an admin."""

from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Postal, ServiceLevel


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
