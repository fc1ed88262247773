"""A conversation in the terminal."""

from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.text import Text

from bot.answers import wording
from bot.conversation import Reply, Style, Turn
from bot.language.normalise import clean

CHANNEL = "console"
GREETING = "Hỏi Một Cửa. Gõ câu hỏi rồi nhấn Enter; để thoát, gõ /thoat hoặc nhấn Ctrl+D."
PROMPT = "Anh/chị: "
GOODBYE = "Tạm biệt anh/chị."
_LEAVE = {"/thoat", "/thoát", "/exit", "/quit"}
_STYLES = {Style.LEAD: "bold", Style.TEXT: "", Style.TITLE: "cyan", Style.FACT: "", Style.NOTE: "dim"}

Handle = Callable[[Turn], Awaitable[Reply]]


def render(reply: Reply) -> Text:
    """Return `reply` as coloured lines: facts as a list, choices numbered, links written out."""
    text = Text()
    for block in reply.blocks:
        if block.style is Style.FACT:
            text.append(f"  {block.label}: ", "cyan").append(f"{block.text}\n")
        else:
            text.append(f"{block.text}\n", _STYLES[block.style])
    for number, choice in enumerate(reply.choices, start=1):
        text.append(f"  {number}. ", "cyan").append(f"{choice.label}\n")
    if reply.feedback:
        text.append(f"{wording.HELPED_HOW}\n", "dim")
    for link in reply.links:
        text.append(f"{link.label}: ", "dim").append(f"{link.url}\n", "underline")
    return text


def show(reply: Reply, console: Console) -> None:
    """Print `reply` wrapped between words, but its links whole, so that a terminal can open them."""
    for line in render(reply).split(allow_blank=True):
        console.print(line, soft_wrap="://" in line.plain)


async def converse(handle: Handle, console: Console, read: Callable[[str], str] = input) -> None:
    """Talk until the person leaves."""
    console.print(GREETING, style="dim")
    while True:
        try:
            text = read(PROMPT).strip()
        except (EOFError, KeyboardInterrupt):
            break
        if clean(text).lower() in _LEAVE:
            break
        show(await handle(Turn(CHANNEL, text, person=CHANNEL, greeted=True)), console)
    console.print(GOODBYE, style="dim")
