"""`POST /api/v1/messages`: one turn in, one reply out, as JSON."""

from typing import Annotated, Self

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.answers.record import record
from bot.channels.web import sessions
from bot.conversation import Turn
from bot.services import Services
from handlers import handle

CHANNEL = "web"
router = APIRouter(prefix="/api/v1")


class Message(BaseModel):
    """What a person typed, or the value of the choice that was tapped."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=20_000)] = ""
    choice: Annotated[str, Field(max_length=64)] | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if "text" not in self.model_fields_set and self.choice is None:
            raise ValueError("text or choice is needed")
        return self


@router.post("/messages")
async def post_message(message: Message, request: Request, response: Response) -> dict[str, object]:
    """Answer one message; the session's cookie tells whose conversation it belongs to."""
    services: Services = request.app.state.services.of_this_moment()
    person = sessions.person(request, response)
    reply = await handle(Turn(CHANNEL, message.text, message.choice, person), services)
    return record(reply, services.snapshot.knowledge.by_code)
