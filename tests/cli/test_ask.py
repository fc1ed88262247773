import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from tests.small_knowledge import BIRTH, BIRTH_URL, MARRIAGE, MARRIAGE_AGAIN

KEYS = {
    "question",
    "outcome",
    "procedure",
    "candidates",
    "aspects",
    "service_level",
    "postal",
    "where",
    "text",
    "ms",
}


def lines(*questions: object) -> str:
    return "".join(json.dumps({"question": question}, ensure_ascii=False) + "\n" for question in questions)


def test_a_question_is_answered_in_plain_text(invoke: Invoke) -> None:
    result = invoke("ask", "đăng ký khai sinh nộp ở đâu")

    assert result.exit_code == 0
    assert "Thủ tục đăng ký khai sinh (mã 1.001193)\n- Qua mạng: " in result.stdout


def test_progress_stays_off_the_standard_output(invoke: Invoke, knowledge_folder: Path) -> None:
    procedures = knowledge_folder / "procedures.csv"
    procedures.write_text(procedures.read_text(encoding="utf-8").replace("làm giấy", "xin giấy"), encoding="utf-8")

    result = invoke("ask", "--json", BIRTH)

    assert "Đang tách từ và lập chỉ mục cho 4 thủ tục" in result.stderr
    assert json.loads(result.stdout)["procedure"] == BIRTH


def test_json_is_one_object_with_the_facts_of_the_procedure(invoke: Invoke) -> None:
    answer = json.loads(invoke("ask", "--json", "đăng ký khai sinh nộp ở đâu").stdout)

    text, milliseconds = answer.pop("text"), answer.pop("ms")
    assert {key: answer[key] for key in KEYS - {"text", "ms"}} == {
        "question": "đăng ký khai sinh nộp ở đâu",
        "outcome": "answer",
        "procedure": BIRTH,
        "candidates": [BIRTH, MARRIAGE, MARRIAGE_AGAIN],
        "aspects": ["where"],
        "service_level": "full",
        "postal": "yes",
        "where": ["Trung tâm Phục vụ hành chính công xã, phường"],
    }
    assert "(mã 1.001193)" in text
    assert milliseconds >= 0


def test_json_of_a_question_without_answer_leaves_the_facts_empty(invoke: Invoke) -> None:
    answer = json.loads(invoke("ask", "--json", "kết hôn").stdout)

    assert (answer["outcome"], answer["procedure"], answer["service_level"], answer["postal"], answer["where"]) == (
        "clarify",
        None,
        None,
        None,
        [],
    )
    assert answer["candidates"] == [MARRIAGE, MARRIAGE_AGAIN]


def test_json_keeps_vietnamese_letters_readable(invoke: Invoke) -> None:
    assert '"question": "xin chào"' in invoke("ask", "--json", "xin chào").stdout


def test_a_batch_answers_line_by_line_in_order(invoke: Invoke) -> None:
    result = invoke("ask", "--batch", stdin=lines("mã 1.001193", "mã 1.000894"))

    assert [json.loads(line)["procedure"] for line in result.stdout.splitlines()] == [BIRTH, MARRIAGE]
    assert result.exit_code == 0


def test_each_line_of_a_batch_has_the_keys_of_json(invoke: Invoke) -> None:
    [answer] = invoke("ask", "--batch", stdin=lines("mã 1.001193")).stdout.splitlines()

    assert json.loads(answer).keys() >= KEYS
    assert json.loads(answer).keys() == json.loads(invoke("ask", "--json", "mã 1.001193").stdout).keys()


def test_other_fields_of_a_batch_line_are_passed_over(invoke: Invoke) -> None:
    result = invoke("ask", "--batch", stdin='{"id": 7, "question": "mã 1.001193", "codes": []}\n')

    assert json.loads(result.stdout)["procedure"] == BIRTH


def test_an_empty_batch_prints_nothing(invoke: Invoke) -> None:
    result = invoke("ask", "--batch", stdin="")

    assert (result.stdout, result.exit_code) == ("", 0)


@pytest.mark.parametrize(
    "bad",
    [
        "không phải JSON",
        "[]",
        '"mã 1.001193"',
        "null",
        "{}",
        '{"question": 5}',
        '{"question": null}',
        '{"question": "dở dang',
        '{"question": "\\ud800"}',
    ],
)
def test_a_bad_line_is_told_by_its_number_and_the_rest_is_answered(invoke: Invoke, bad: str) -> None:
    result = invoke("ask", "--batch", stdin=f"{lines('mã 1.001193')}\n{bad}\n{lines('mã 1.000894')}")

    first, second, third = map(json.loads, result.stdout.splitlines())
    assert second == {"error": 'dòng 3: cần một đối tượng JSON có "question" là chữ'}
    assert (first["procedure"], third["procedure"]) == (BIRTH, MARRIAGE)
    assert result.exit_code == 1


@pytest.mark.parametrize("separator", ["\n\n", "\n  \t\n", "\r\n", "\r\n\r\n"])
def test_blank_lines_and_windows_line_ends_are_passed_over(invoke: Invoke, separator: str) -> None:
    result = invoke("ask", "--batch", stdin=separator.join(lines("mã 1.001193", "mã 1.000894").splitlines()))

    assert [json.loads(line)["procedure"] for line in result.stdout.splitlines()] == [BIRTH, MARRIAGE]
    assert result.exit_code == 0


def test_a_question_with_line_separators_stays_one_line(invoke: Invoke) -> None:
    result = invoke("ask", "--batch", stdin=lines("mã 1.001193\u2028\x85\nnộp ở đâu"))

    assert [json.loads(line)["procedure"] for line in result.stdout.split("\n")[:-1]] == [BIRTH]


def test_without_a_question_it_is_a_conversation(invoke: Invoke) -> None:
    result = invoke("ask", stdin="kết hôn\n2\n")

    assert "  1. Đăng ký kết hôn\n  2. Đăng ký lại kết hôn\n  3. Không có thủ tục tôi cần\n" in result.stdout
    assert "Thủ tục đăng ký lại kết hôn (mã 1.004746)" in result.stdout
    assert result.stdout.endswith("Tạm biệt anh/chị.\n")
    assert result.exit_code == 0


def test_a_link_is_not_broken_by_a_narrow_conversation(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    lines = invoke("ask", stdin="mã 1.001193\n").stdout.splitlines()

    assert f"Trang chính thức của thủ tục: {BIRTH_URL}" in lines
    assert max(len(line.removeprefix("Anh/chị: ")) for line in lines if "https://" not in line) <= 40


def test_a_conversation_writes_no_question_down(invoke: Invoke, tmp_path: Path) -> None:
    database = tmp_path / "questions.db"
    before = database.read_bytes()

    invoke("ask", stdin="mã 1.001193\n")

    assert database.read_bytes() == before
    assert not list(tmp_path.glob("questions.db-*"))
