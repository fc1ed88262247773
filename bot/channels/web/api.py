"""`POST /api/v1/messages`: one turn in, one reply out, as JSON; described at `/api/v1/openapi.json` and `/api`."""

from typing import Annotated, Any, Self

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.answers.record import record
from bot.channels.web import limits, sessions, switched, visitors
from bot.channels.web.rendering import render
from bot.channels.web.request_ids import HEADER
from bot.conversation import Block, Choice, Link, Outcome, Turn
from bot.knowledge.values import Postal, ServiceLevel
from bot.language.aspects import Aspect
from handlers import erasing, handle

DESCRIPTION = "/api/v1/openapi.json"
router = APIRouter()


class Message(BaseModel):
    """Một câu hỏi, hoặc lựa chọn vừa bấm."""

    # As a schema says it: one of the two at least, and a choice that is text.
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "anyOf": [
                {"required": ["text"]},
                {"required": ["choice"], "properties": {"choice": {"type": "string"}}},
            ]
        },
    )

    text: Annotated[
        str, Field(max_length=20_000, description="Câu hỏi bằng lời.", examples=["đăng ký khai sinh nộp ở đâu"])
    ] = ""
    choice: Annotated[
        Annotated[str, Field(max_length=64)] | None,
        Field(
            description="Giá trị (value) của một lựa chọn trong câu trả lời trước.", examples=["p:1.001193:where", None]
        ),
    ] = None
    session: Annotated[
        Annotated[str, Field(pattern=sessions.PATTERN)] | None,
        Field(
            description="Số của cuộc trò chuyện: 32 chữ số thập lục phân do bên gọi tự tạo ngẫu nhiên, "
            "mỗi người một số, không gắn với danh tính. Không gửi thì dùng cookie.",
            examples=["0123456789abcdef0123456789abcdef"],
        ),
    ] = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if "text" not in self.model_fields_set and self.choice is None:
            raise ValueError("text or choice is needed")
        return self


class Answer(BaseModel):
    """Câu trả lời."""

    outcome: Annotated[
        Outcome,
        Field(
            description="answer: trả lời về một thủ tục; clarify: hỏi lại; faq: câu hỏi về dịch vụ; "
            "chitchat: chào hỏi; refuse: không tìm được."
        ),
    ]
    procedure: Annotated[str | None, Field(description="Mã thủ tục được trả lời.", examples=["1.001193"])]
    faq: Annotated[str | None, Field(description="Mã câu hỏi thường gặp.")]
    candidates: Annotated[list[str], Field(description="Mã những thủ tục gần nhất, gần nhất trước.")]
    aspects: Annotated[list[Aspect], Field(description="Điều được hỏi: where là nơi nộp, time là thời hạn …")]
    service_level: Annotated[
        ServiceLevel | None,
        Field(
            description="full: toàn trình; partial: một phần; online: nộp được qua mạng, nguồn chưa ghi loại nào; "
            "offline: không thấy nguồn ghi cách nộp qua mạng; unknown: nguồn chưa ghi."
        ),
    ]
    postal: Annotated[
        Postal | None,
        Field(description="yes: gửi bưu điện được; no: không thấy nguồn ghi; unknown: nguồn chưa ghi."),
    ]
    where: Annotated[list[str], Field(description="Loại cơ quan nhận hồ sơ trực tiếp.")]
    text: Annotated[str, Field(description="Toàn bộ câu trả lời bằng chữ, lựa chọn có đánh số.")]
    blocks: Annotated[list[Block], Field(description="Câu trả lời theo từng đoạn.")]
    choices: Annotated[list[Choice], Field(description="Các lựa chọn; gửi lại value trong choice.")]
    feedback: Annotated[list[Choice], Field(description="Hai lựa chọn để nói câu trả lời có ích không.")]
    links: Annotated[
        list[Link], Field(description="Các đường dẫn chính thức; tap, nếu có, đếm lượt mở rồi dẫn tới url.")
    ]


class Refusal(BaseModel):
    """Vì sao không trả lời được, một câu để đọc cho người hỏi."""

    error: Annotated[str, Field(examples=["Anh/chị hỏi hơi nhanh. Đợi 2 giây rồi hỏi lại giúp tôi."])]


_NUMBERED = {HEADER: {"description": "Số của lượt gọi, để tra khi có trục trặc.", "schema": {"type": "string"}}}
_WAITS = {"Retry-After": {"description": "Đợi bao nhiêu giây.", "required": True, "schema": {"type": "integer"}}}
REFUSALS = {
    400: "Không đọc được nội dung gửi lên.",
    408: "Nội dung gửi lên chậm quá.",
    413: "Nội dung lớn quá.",
    422: "Không phải một đối tượng JSON như mô tả.",
    429: "Hỏi quá nhanh.",
    500: "Trang đang gặp trục trặc.",
    503: "Trang hỏi đáp đang tạm ngừng trả lời.",
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal, "description": why, "headers": _NUMBERED | (_WAITS if status in (429, 503) else {})}
    for status, why in REFUSALS.items()
}


@router.post("/api/v1/messages", responses=_RESPONSES | {200: {"headers": _NUMBERED}}, summary="Hỏi một câu")
async def post_message(message: Message, request: Request, response: Response) -> Answer:
    """Trả lời một câu hỏi hoặc một lựa chọn.

    Câu hỏi được lưu sau khi bỏ số giấy tờ và số điện thoại; đừng gửi dữ liệu cá nhân.
    """
    await switched.check(request, message.text)
    services = visitors.services_for(request)
    person = message.session or sessions.person(request, response)
    await limits.admit(request, person)
    # The page has shown the notice before its script asks; others are told in the description of the API.
    turn = Turn(visitors.CHANNEL, message.text, message.choice, person, greeted=True)
    reply = await handle(turn, services)
    if erasing.is_erased(reply):
        sessions.end(response)
    return Answer.model_validate(record(reply, services.snapshot.knowledge.by_code))


@router.get("/api", include_in_schema=False, response_class=HTMLResponse)
async def manual(request: Request) -> Response:
    """Explain the API to people, from the same models as its description."""
    return render(
        request,
        "api.html",
        message=Message.model_fields,
        answer=Answer.model_fields,
        refusals=REFUSALS,
        api=DESCRIPTION,
    )
