from tests.system.program import Program


def test_the_projects_own_data_is_clean(program: Program) -> None:
    result = program.ask_of("knowledge", "check")

    assert "Dữ liệu sạch: không có lỗi, " in result.output.splitlines()[-1]
    assert (result.code, result.errors) == (0, "")
