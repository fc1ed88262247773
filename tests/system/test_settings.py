from tests.system.program import Program


def test_wrong_settings_are_named_all_at_once_in_a_kind_message(small_program: Program) -> None:
    result = small_program.with_settings(HMC_WEB__PORT="abc", HMC_LOG__LEVEL="LOUD").ask_of("ask", "xin chào")

    heading, port, level = result.errors.splitlines(keepends=True)
    assert heading == "Cài đặt (biến HMC_* hoặc tệp .env) chưa đúng:\n"
    assert port.startswith("HMC_WEB__PORT: ")
    assert level.startswith("HMC_LOG__LEVEL: ")
    assert (result.code, result.output) == (1, "")
