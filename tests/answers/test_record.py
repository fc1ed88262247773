import json

from bot.answers import replies
from bot.answers.procedure import answer
from bot.answers.record import record
from bot.knowledge.snapshot import Knowledge
from bot.language.aspects import Aspect
from tests.answers.samples import birth

NAMES = [
    "outcome",
    "procedure",
    "faq",
    "candidates",
    "aspects",
    "service_level",
    "postal",
    "where",
    "text",
    "blocks",
    "choices",
    "feedback",
    "links",
]


def test_an_answer_is_recorded_with_the_facts_of_its_procedure() -> None:
    procedure = birth(receivers="trung tâm xã;công an xã")

    made = record(answer(procedure, (Aspect.TIME,)), {procedure.code: procedure})

    assert list(made) == NAMES
    assert {name: made[name] for name in NAMES[:8]} == {
        "outcome": "answer",
        "procedure": "1.001193",
        "faq": None,
        "candidates": ["1.001193"],
        "aspects": ["time"],
        "service_level": "online",
        "postal": "yes",
        "where": ["Trung tâm Phục vụ hành chính công xã, phường", "Công an xã, phường"],
    }
    assert made["links"] == [
        {
            "label": "Trang chính thức của thủ tục",
            "url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/khai-sinh",
            "tap": "",
        }
    ]


def test_a_refusal_is_recorded_in_the_same_shape_without_facts() -> None:
    made = record(replies.refuse(), {})

    assert list(made) == NAMES
    assert [made[name] for name in ("procedure", "service_level", "postal", "where")] == [None, None, None, []]


def test_blocks_and_choices_are_recorded_as_plain_data() -> None:
    made = record(replies.clarify([birth()], (), ()), {})

    assert made["blocks"] == [
        {"style": "lead", "text": "Anh/chị hỏi về thủ tục nào?", "label": ""},
        {"style": "note", "text": "Chọn một dòng, hoặc nhắn số thứ tự.", "label": ""},
    ]
    assert made["choices"] == [
        {"label": "Đăng ký khai sinh", "value": "p:1.001193"},
        {"label": "Không có thủ tục tôi cần", "value": "none"},
    ]


def test_a_record_of_every_procedure_comes_back_whole_from_json(knowledge: Knowledge) -> None:
    for procedure in knowledge.procedures[::20]:
        made = record(answer(procedure), knowledge.by_code)
        assert json.loads(json.dumps(made, ensure_ascii=False)) == made, procedure.code
