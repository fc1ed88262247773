import pytest

from bot.search.engine import Verdict
from bot.services import Snapshot


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("đăng ký khai sinh nộp ở đâu", "1.001193"),
        ("dang ky khai sinh nop o dau", "1.001193"),
        ("ddawng kys khai sinh", "1.001193"),
        ("1.001193.000.00.00.H34", "1.001193"),
        ("làm giấy độc thân", "1.004873"),
    ],
)
def test_an_everyday_question_is_answered_outright(snapshot: Snapshot, text: str, code: str) -> None:
    found = snapshot.search.find(text)

    assert (found.verdict, found.candidates[0].code) == (Verdict.ANSWER, code)


def test_an_unknown_code_is_refused_not_guessed(snapshot: Snapshot) -> None:
    found = snapshot.search.find("mã 9.999999 nộp ở đâu")

    assert found.verdict is Verdict.REFUSE
    assert not found.candidates
