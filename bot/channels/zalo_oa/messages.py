"""A `Reply` as CS messages: numbered text within 2,000 characters, and buttons below the last where they are wanted."""

from typing import Any

from bot.channels.text_menu import texts
from bot.conversation import Reply

MAX_CHARACTERS = 2000
MAX_BUTTONS = 5
MAX_TITLE = 100

Message = dict[str, Any]


def messages(reply: Reply, *, buttons: bool) -> list[Message]:
    """Return what to send, in this order.

    The numbered text always stands there: buttons are in no official list for this interface, and Zalo on
    a computer may not show them. A tap comes back as the text of its payload, as if it were typed.
    """
    said: list[Message] = [{"text": piece} for piece in texts(reply, MAX_CHARACTERS)]
    if buttons and said and (offered := _buttons(reply)):
        said[-1] |= {
            "attachment": {"type": "template", "payload": {"template_type": "button", "buttons": offered}},
        }
    return said


def _buttons(reply: Reply) -> list[Message]:
    numbered = [(f"{number}. {choice.label}", str(number)) for number, choice in enumerate(reply.choices, start=1)]
    thumbs = [(choice.label, choice.label) for choice in reply.feedback]
    return [
        {"title": _title(label), "type": "oa.query.show", "payload": typed}
        for label, typed in (numbered + thumbs)[:MAX_BUTTONS]
    ]


def _title(label: str) -> str:
    return label if len(label) <= MAX_TITLE else f"{label[: MAX_TITLE - 2]} …"
