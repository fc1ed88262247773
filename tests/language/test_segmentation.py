from bot.language.segmentation import compounds


def test_words_of_several_syllables_are_found_and_folded() -> None:
    found = compounds(["Đăng ký khai sinh cho doanh nghiệp tư nhân"])

    assert {("dang", "ki"), ("khai", "sinh"), ("doanh", "nghiep")} <= found


def test_words_of_one_syllable_are_left_out() -> None:
    assert all(len(word) > 1 for word in compounds(["Cấp đổi giấy phép lái xe", "mất"]))


def test_a_title_in_capitals_parts_as_in_lower_case() -> None:
    assert compounds(["ĐĂNG KÝ KẾT HÔN"]) == compounds(["đăng ký kết hôn"]) != frozenset()


def test_decomposed_text_parts_as_composed() -> None:
    assert compounds(["đa\u0306ng ky\u0301 kê\u0301t hôn"]) == compounds(["đăng ký kết hôn"])


def test_brackets_and_signs_break_nothing() -> None:
    found = compounds(["Cấp giấy phép (trừ [khoản 2] *điều* 3?) \\d+ 50% C/O \ud83d 👍", ""])

    assert ("giay", "phep") in found


def test_nothing_gives_nothing() -> None:
    assert compounds([]) == frozenset()
