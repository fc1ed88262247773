import json
import os
import pty
import re
import subprocess
from pathlib import Path

from tests.environment import program_environment
from tests.small_knowledge import BIRTH_URL, MARRIAGE_AGAIN
from tests.system.program import DEADLINE_SECONDS, START, Program

OFFICIAL_LINK = re.compile(rf"^Trang chính thức.*: {re.escape(BIRTH_URL)}$", re.MULTILINE)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def in_terminal(program: Program, *arguments: str, **environment: str) -> str:
    """Return what a command shows in a terminal, without its colours; at most what a terminal buffers."""
    terminal, program_side = pty.openpty()
    try:
        subprocess.run(  # noqa: S603
            [*START, *arguments],
            stdout=program_side,
            stderr=subprocess.DEVNULL,
            env=program_environment(program.settings) | {"TERM": "xterm-256color"} | environment,
            timeout=DEADLINE_SECONDS,
            check=True,
        )
        shown = os.read(terminal, 65536).decode()
    finally:
        os.close(program_side)
        os.close(terminal)
    assert COLOURS.search(shown)
    return COLOURS.sub("", shown).replace("\r\n", "\n")


def test_ask_prints_the_answer_and_nothing_else(program: Program) -> None:
    result = program.ask_of("ask", "đăng ký khai sinh nộp ở đâu")

    assert result.output.startswith("Anh/chị không cần đi nộp hồ sơ: nộp được qua mạng hoặc gửi qua bưu điện.")
    assert "\n\nThủ tục đăng ký khai sinh (mã 1.001193)\n- Qua mạng: " in result.output
    assert (result.code, result.errors) == (0, "")


def test_a_batch_survives_bad_lines_blank_lines_and_broken_utf_8(small_program: Program) -> None:
    stdin = (
        '{"question": "mã 1.001193"}\n\nkhông phải JSON\n'.encode()
        + b'{"question": "m\xc3 1.001193 \xff\xfe"}\n'
        + b'\xff\xfe\n{"question": "1.000894"}'
    )

    result = small_program.ask_of("ask", "--batch", stdin=stdin)

    answers = [json.loads(line) for line in result.output.splitlines()]
    bad = 'cần một đối tượng JSON có "question" là chữ'
    assert [answer.get("procedure", answer.get("error")) for answer in answers] == [
        "1.001193",
        f"dòng 3: {bad}",
        "1.001193",
        f"dòng 5: {bad}",
        "1.000894",
    ]
    assert answers[2]["question"] == "m\ufffd 1.001193 \ufffd\ufffd"
    assert result.code == 1
    assert "Traceback" not in result.errors


def test_a_conversation_over_a_pipe_takes_numbers_and_ends_with_the_input(small_program: Program) -> None:
    result = small_program.ask_of("ask", stdin="kết hôn\n2\n".encode(), COLUMNS="500")

    _, second, answer = result.output.partition("\n  2. Đăng ký lại kết hôn\n")
    assert second
    assert f"Thủ tục đăng ký lại kết hôn (mã {MARRIAGE_AGAIN})\n" in answer
    assert result.output.endswith("Tạm biệt anh/chị.\n")
    assert (result.code, "Traceback" in result.errors) == (0, False)


def test_an_official_link_is_not_broken_by_a_narrow_terminal(small_program: Program) -> None:
    output = in_terminal(small_program, "ask", "1.001193", COLUMNS="40")

    assert OFFICIAL_LINK.search(output)
    assert max(len(line) for line in output.splitlines() if not OFFICIAL_LINK.search(line)) <= 40


def test_one_json_object_is_written_as_utf_8_in_any_locale_and_nothing_else(small_program: Program) -> None:
    result = small_program.ask_of("ask", "--json", "mã 1.001193 nộp ở đâu", LC_ALL="C", PYTHONIOENCODING="ascii")

    answer = json.loads(result.output)
    assert (answer["question"], answer["procedure"]) == ("mã 1.001193 nộp ở đâu", "1.001193")
    assert answer["text"].startswith("Anh/chị không cần đi nộp hồ sơ")
    assert "không cần đi nộp" in result.output
    assert result.code == 0


def test_a_reader_that_leaves_early_ends_a_batch_quietly(small_program: Program, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text('{"question": "mã 1.001193"}\n' * 500, encoding="utf-8")
    with (
        (tmp_path / "questions.jsonl").open() as questions,
        subprocess.Popen(  # noqa: S603
            [*START, "ask", "--batch"],
            stdin=questions,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=program_environment(small_program.settings),
        ) as process,
    ):
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read().decode()

    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors
