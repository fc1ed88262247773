import unicodedata
from collections.abc import Iterable
from io import StringIO

import pytest
from rich.console import Console

from bot.answers import replies
from bot.channels.console import GOODBYE, GREETING, PROMPT, converse, render
from bot.conversation import Block, Choice, Link, Outcome, Reply, Style, Turn
from bot.services import Services
from handlers import handle

ASK_BACK = Reply(
    blocks=(Block(Style.LEAD, "Anh/chị hỏi về thủ tục nào?"),),
    outcome=Outcome.CLARIFY,
    choices=(Choice("Đăng ký khai sinh", "p:1.001193"), Choice("Không có thủ tục tôi cần", "none")),
)
ANSWER = Reply(blocks=(Block(Style.LEAD, "Anh/chị nộp qua mạng."),), outcome=Outcome.ANSWER)


class Terminal:
    """A person who types `lines` and then presses `end`, and what they see."""

    def __init__(self, lines: Iterable[str], end: type[BaseException] = EOFError) -> None:
        self._lines = iter(lines)
        self._end = end
        self.prompts: list[str] = []
        self.turns: list[Turn] = []
        self.screen = StringIO()
        self.console = Console(file=self.screen, width=2000)

    def read(self, prompt: str) -> str:
        self.prompts.append(prompt)
        for line in self._lines:
            return line
        raise self._end

    async def talk(self, *replies: Reply) -> None:
        answers = iter(replies)

        async def answer(turn: Turn) -> Reply:
            self.turns.append(turn)
            return next(answers)

        await converse(answer, self.console, self.read)

    @property
    def lines(self) -> list[str]:
        return self.screen.getvalue().splitlines()


def test_a_reply_is_shown_with_facts_numbered_choices_and_written_out_links() -> None:
    reply = Reply(
        blocks=(
            Block(Style.LEAD, "Anh/chị nộp qua mạng."),
            Block(Style.FACT, "Trực tuyến toàn trình", "Qua mạng"),
            Block(Style.NOTE, "Nguồn: Cổng."),
        ),
        outcome=Outcome.ANSWER,
        choices=(Choice("Đăng ký khai sinh", "p:1.001193"),),
        links=(Link("Trang chính thức", "https://dichvucong.gov.vn"),),
    )

    assert render(reply).plain == (
        "Anh/chị nộp qua mạng.\n"
        "  Qua mạng: Trực tuyến toàn trình\n"
        "Nguồn: Cổng.\n"
        "  1. Đăng ký khai sinh\n"
        "Trang chính thức: https://dichvucong.gov.vn\n"
    )


async def test_square_brackets_are_shown_and_not_taken_for_colours() -> None:
    terminal = Terminal(["câu hỏi"])

    await terminal.talk(replies.short("[bold]Biểu mẫu[/bold] [số]"))

    assert "[bold]Biểu mẫu[/bold] [số]" in terminal.lines


async def test_a_conversation_greets_answers_and_says_goodbye_at_the_end_of_input() -> None:
    terminal = Terminal(["  làm giấy khai sinh  "])

    await terminal.talk(ANSWER)

    assert terminal.turns == [Turn("console", "làm giấy khai sinh", person="console", greeted=True)]
    assert terminal.prompts == [PROMPT, PROMPT]
    assert [line for line in terminal.lines if line] == [GREETING, "Anh/chị nộp qua mạng.", GOODBYE]


@pytest.mark.parametrize(
    "typed",
    ["/thoat", "/thoát", "/THOÁT", " /exit ", "/quit", unicodedata.normalize("NFD", "/thoát")],
)
async def test_a_command_leaves_without_asking_anything(typed: str) -> None:
    terminal = Terminal([typed, "không còn được đọc"])

    await terminal.talk()

    assert terminal.turns == []
    assert terminal.lines == [GREETING, GOODBYE]


async def test_interrupting_says_goodbye_too() -> None:
    terminal = Terminal([], end=KeyboardInterrupt)

    await terminal.talk()

    assert terminal.lines == [GREETING, GOODBYE]


async def test_the_whole_bot_asks_back_and_answers_the_picked_number(services: Services) -> None:
    services.outreach = None  # as in the terminal
    asked_back = await handle(Turn("console", "đất đai"), services)
    picked = await handle(Turn("console", choice=asked_back.choices[1].value), services)
    terminal = Terminal(["đất đai", "2"])

    await converse(lambda turn: handle(turn, services), terminal.console, terminal.read)

    assert (asked_back.outcome, picked.outcome) == (Outcome.CLARIFY, Outcome.ANSWER)
    shown = "\n".join(line.rstrip() for line in terminal.lines)
    assert shown == f"{GREETING}\n{render(asked_back).plain}\n{render(picked).plain}\n{GOODBYE}"
