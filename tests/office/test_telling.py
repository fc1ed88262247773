from bot.knowledge.differences import Change, Differences
from bot.knowledge.problems import Problem, Severity
from bot.office.audience import Audience
from bot.office.report import Report
from bot.office.telling import told
from bot.search.effects import Missed

CHANGE = Change(code="1.001193", title="Khai sinh", field="postal", before="có", after="không")
SOUND = Report(words=("1 thủ tục không còn nhận qua bưu điện.",), differences=Differences(changed=(CHANGE,)))


def faults(count: int) -> Report:
    return Report(
        problems=tuple(Problem("a.xlsx", line, "code", "sai", sheet="Thủ tục") for line in range(1, count + 1))
    )


def test_a_faulty_load_says_first_that_nothing_changed_then_each_fault_with_its_place() -> None:
    assert told(faults(2)) == [
        "Tệp có 2 lỗi nên chưa nạp; dữ liệu đang dùng không đổi. Anh/chị sửa rồi gửi lại:",
        "- trang “Thủ tục”, dòng 1, cột “Mã thủ tục”: sai\n- trang “Thủ tục”, dòng 2, cột “Mã thủ tục”: sai",
    ]


def test_of_many_faults_the_first_twenty_are_told_and_how_many_more_there_are() -> None:
    _, shown, more, file = told(faults(1_025), marked=True)

    assert len(shown.splitlines()) == 20
    assert more == "Còn 1.005 lỗi khác; sửa các lỗi trên rồi gửi lại, tôi báo tiếp."
    assert file == "Tệp Excel kèm theo có danh sách lỗi, ô sai được tô màu."


def test_no_file_is_spoken_of_where_none_comes() -> None:
    assert not any("Excel" in paragraph for paragraph in told(faults(1_025)))


def test_twenty_faults_are_all_told() -> None:
    assert len(told(faults(20))) == 2


def test_a_load_that_changes_nothing_is_told_in_one_sentence() -> None:
    assert told(Report(procedures=4)) == ["Tệp không có lỗi, và giống hệt dữ liệu đang dùng nên không cần nạp."]


def test_a_sound_load_tells_its_changes_and_that_nothing_is_missed() -> None:
    assert told(SOUND.model_copy(update={"procedures": 2933})) == [
        "Tệp không có lỗi: 2.933 thủ tục.",
        "Nếu nạp, dữ liệu đổi như sau:\n- 1 thủ tục không còn nhận qua bưu điện.",
        "Các câu hỏi hay gặp vẫn tìm ra thủ tục như trước.",
    ]


def test_warnings_come_before_a_yes_ten_of_them() -> None:
    warnings = tuple(Problem("a.csv", line, "", "lạ", Severity.WARNING) for line in range(1, 13))

    _, _, paragraph, _ = told(SOUND.model_copy(update={"warnings": warnings}))

    lines = paragraph.splitlines()
    assert lines[:2] == ["Xin xem kỹ trước khi nạp:", "- a.csv, dòng 1: lạ"]
    assert lines[-1] == "… và 2 mục khác."
    assert len(lines) == 12


def test_questions_no_longer_found_are_told_with_what_they_found_before_ten_of_them() -> None:
    missed = tuple(Missed(question=f"câu {count}", before="1.1 A", after="không tìm ra") for count in range(1, 12))

    *_, paragraph = told(SOUND.model_copy(update={"missed": missed}))

    lines = paragraph.splitlines()
    assert lines[0] == "11 câu hỏi sẽ không còn tìm ra thủ tục của mình:"
    assert lines[1] == "- “câu 1”: trước là 1.1 A; nay không tìm ra"
    assert lines[-1] == "… và 1 mục khác."
    assert len(lines) == 12


def test_a_line_is_cut_to_what_a_channel_takes() -> None:
    long = Report(problems=(Problem("a.csv", 1, "", "x" * 500),))

    _, line = told(long, longest=50)

    assert len(line) == len("- ") + 50
    assert line.endswith("…")


def audience(number: int) -> Audience:
    return Audience(f"1.{number:06}", f"Thủ tục {number}", (("Telegram", 1), ("Zalo OA", 1_200)), f"Tin {number}")


def test_who_would_be_told_is_said_by_procedure_and_channel_with_what_they_would_read() -> None:
    *_, lines, text = told(SOUND, audience=(audience(1),))

    assert lines.splitlines() == [
        "Nếu nạp, tôi báo cho người đang chờ, 1.201 tin:",
        "- Thủ tục 1 (mã 1.000001): 1 người trên Telegram, 1.200 người trên Zalo OA",
        "Nơi nào chưa cho nhắn trước thì người đó được báo khi nhắn lại.",
    ]
    assert text == "Tin về 1.000001, người nhận đọc:\nTin 1"


def test_of_many_procedures_ten_are_named_and_three_texts_shown() -> None:
    paragraphs = told(SOUND, audience=tuple(map(audience, range(12))))

    lines, *texts = paragraphs[-4:]
    assert len(lines.splitlines()) == 13
    assert "… và 2 mục khác." in lines
    assert [text.endswith(f"Tin {number}") for number, text in enumerate(texts)] == [True] * 3


def test_where_nobody_would_be_told_nothing_is_said_of_it() -> None:
    assert not any("báo cho" in paragraph for paragraph in told(SOUND))
