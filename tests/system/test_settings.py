from tests.system.program import Program

HEADING = "Cài đặt (biến HMC_* hoặc tệp .env) chưa đúng:\n"


def test_wrong_settings_are_named_all_at_once_in_a_kind_message(small_program: Program) -> None:
    result = small_program.with_settings(HMC_WEB__PORT="abc", HMC_LOG__LEVEL="LOUD").ask_of("ask", "xin chào")

    heading, port, level = result.errors.splitlines(keepends=True)
    assert heading == HEADING
    assert port.startswith("HMC_WEB__PORT: ")
    assert level.startswith("HMC_LOG__LEVEL: ")
    assert (result.code, result.output) == (1, "")


def test_a_variable_of_a_whole_area_is_named(small_program: Program) -> None:
    result = small_program.with_settings(HMC_WEB="abc").ask_of("knowledge", "check")

    assert result.errors.startswith(f'{HEADING}error parsing value for field "web"')
    assert "Traceback" not in result.errors
    assert (result.code, result.output) == (1, "")


def test_a_database_that_cannot_be_opened_is_told_by_its_setting(small_program: Program) -> None:
    (small_program.folder / "file").touch()

    url = f"sqlite:///{small_program.folder / 'file' / 'questions.db'}"
    result = small_program.with_settings(HMC_DATABASE__URL=url).ask_of("run")

    assert f"{HEADING}HMC_DATABASE__URL: không mở được cơ sở dữ liệu này (" in result.errors
    assert "Traceback" not in result.errors
    assert result.code == 1
