"""“Xóa dữ liệu của tôi”, in many words: all that is kept of who asks goes at once."""

import re

import structlog

from bot.answers import replies, wording
from bot.conversation import Reply, Turn
from bot.language.normalise import folded
from bot.services import Services

_LONGEST = 100
_SELF = "toi|em|minh|tui|tao|con|chau|anh|chi|bac|co|chu|ba|ong"
_OWN = rf"(?: ca nhan| rieng tu)?(?: (?:cua|ve|cho) (?:{_SELF})| ca nhan)"
_PLEASE = rf"(?:(?:{_SELF}|vui long|lam on|xin|muon|can|nho|yeu cau|de nghi|hay|cho|bot|giup|dum|ho) )*"
_ALL = r"(?: (?:het|sach|bo|toan bo|tat ca|moi|luon|ngay|di|giup|dum|ho|cho|nhung|cac|cai|toi|em|minh))*"
_CHAT = r"(?:tro chuyen|hoi thoai|chat)"
_SURE = rf"du lieu|data|lich su(?: {_CHAT}| tin nhan| cau hoi)?|(?:cuoc |doan )?{_CHAT}"
_NEED_OWNER = r"thong tin|tin nhan|cau hoi|noi dung|noi o|moi thu|tat ca|het|nhung gi|ho so tro chuyen"
_END = rf"(?: (?:nay|o day|di|giup|dum|ho|voi|nha|nhe|a|ngay|luon|het|cho|{_SELF}|ban|ad|bot|cam on))*"
_ASKS = re.compile(
    rf"xoa ?du ?lieu|quen ?toi|{_PLEASE}(?:xoa|huy){_ALL} (?:(?:{_SURE})(?:{_OWN})?|(?:{_NEED_OWNER}){_OWN}){_END}"
    rf"|(?:hay |xin |lam on )*quen (?:toi|em|minh|tui)(?: (?:di|nhe|nha|luon|giup|het))*"
)
_COMMAND = re.compile(r"/xo[aáà](?:@\w+)?", re.IGNORECASE)
log = structlog.get_logger()


def asks_to_forget(text: str) -> bool:
    """Say whether `text`, and nothing else in it, asks to delete what is kept of who writes."""
    if len(text) > _LONGEST:
        return False
    return bool(_COMMAND.fullmatch(text.strip()) or _ASKS.fullmatch(" ".join(folded(text))))


def is_erased(reply: Reply) -> bool:
    """Say whether `reply` tells that it was done."""
    return any(block.text == wording.FORGOTTEN for block in reply.blocks)


async def erase(turn: Turn, services: Services) -> Reply:
    """Delete all that is kept of the person, and say so, or that it failed; never raises."""
    try:
        account = await _erase(turn.channel, turn.person, services)
    except Exception:
        log.exception("erasure_failed", channel=turn.channel)
        return replies.short(wording.NOT_FORGOTTEN)
    log.info("erased", channel=turn.channel)
    return replies.forgotten(unlinked=bool(account))


async def _erase(channel: str, person: str, services: Services) -> str:
    """Delete; return the account that the chat acted for, "" for none."""
    await services.dialogues.delete(channel, person)  # which may be kept in memory
    account = await services.erasure.erase(channel, person) if services.erasure and person else ""
    if account and services.admin:
        await services.admin.audit.note(account, "unlinked", channel)
    return account
