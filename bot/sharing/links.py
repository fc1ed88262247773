"""Links to hand over: where they lead, and what each channel makes of that."""

import re
from dataclasses import dataclass

PROCEDURE_CODE = r"\d\.\d{6}"
DESK_NUMBER = r"[1-9]\d{3}"
_PAYLOAD = re.compile(
    rf"(?=.)(?:p_(?P<head>\d)_(?P<tail>\d{{6}}))?(?:(?:^|(?<=\d)_)k_(?P<desk>{DESK_NUMBER}))?", re.ASCII
)
_TYPED = re.compile(rf"k\s?(?P<desk>{DESK_NUMBER})(?:\s+(?P<rest>\S.*))?", re.ASCII | re.IGNORECASE | re.DOTALL)
_ANY_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to: a procedure's `code`, or "" for any question; `desk` is the number of who handed it over.

    Neither is checked to exist: printed links outlive what they were printed for.
    """

    code: str = ""
    desk: str = ""


@dataclass(slots=True)
class Addresses:
    """Where this bot is found, "" for nowhere: its web page, and the chats, which are known once their servers said so.

    `zalo` is that of the Official Account, else of the bot.
    """

    web: str = ""
    telegram: str = ""
    zalo: str = ""

    def chats(self, target: Target) -> dict[str, str]:
        """Return where to ask, by the names that people know; Zalo takes no payload, see `typed`."""
        start = payload(target)
        telegram = f"{self.telegram}?start={start}" if start else self.telegram
        found = {"Zalo": self.zalo, "Telegram": self.telegram and telegram}
        return {name: address for name, address in found.items() if address}


def page(site: str, target: Target) -> str:
    """Return the web address to hand over; `site` has no slash at its end."""
    if target.code:
        return f"{site}/p/{target.code}" + (f"?k={target.desk}" if target.desk else "")
    return f"{site}/k/{target.desk}" if target.desk else f"{site}/"


def tap(site: str, target: Target) -> str:
    """Return the address that counts a tap on a procedure's official link and leads on to it; a path for site ""."""
    return f"{site}/di/{target.code}" + (f"?k={target.desk}" if target.desk else "")


def shown(address: str) -> str:
    """Return a web address as it is printed and read aloud."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")


def payload(target: Target) -> str:
    """Return what a deep link carries, within Telegram's 64 letters: p_1_001193_k_4072."""
    parts = (
        f"p_{target.code.replace('.', '_')}" if target.code else "",
        f"k_{target.desk}" if target.desk else "",
    )
    return "_".join(part for part in parts if part)


def target_of(text: str) -> Target | None:
    """Return where a deep link leads; None for any other payload."""
    match = _PAYLOAD.fullmatch(text)
    if not match:
        return None
    return Target(f"{match['head']}.{match['tail']}" if match["head"] else "", match["desk"] or "")


def is_payload(text: str) -> bool:
    """Say whether `text` may come from a deep link, at most 64 of A-Z, a-z, 0-9, _ and -."""
    return _ANY_PAYLOAD.fullmatch(text) is not None


def typed(target: Target) -> str:
    """Return what to type where a link can carry nothing: k4072 1.001193; "" for neither."""
    return " ".join(part for part in (f"k{target.desk}" if target.desk else "", target.code) if part)


def desk_and_rest(text: str) -> tuple[str, str]:
    """Return the desk that a typed message begins with, "" without one, and the rest of it."""
    match = _TYPED.fullmatch(text.strip())
    return (match["desk"], (match["rest"] or "").strip()) if match else ("", text)


def valid_desk(text: str) -> str:
    """Return the number of a desk, "" for anything that cannot be one."""
    return text if re.fullmatch(DESK_NUMBER, text, re.ASCII) else ""
