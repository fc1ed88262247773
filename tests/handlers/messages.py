"""Any message at all, and messages made of what the bot knows."""

from hypothesis import strategies as st

FRAGMENTS = [
    "đăng ký khai sinh",
    "dang ky khai sinh",
    "ddawng kys",
    "nộp ở đâu",
    "1.001193",
    "9.999999.000.00.00.H34",
    "mức độ 4",
    "xin chào",
    "/start",
    "p:1.001193:where",
    "'; DROP TABLE asked_question; --",
    "<script>",
    "{what}",
    "%s",
    "\u202e",
    "\u200b",
    "\x00",
    "\ud800",
    "😀",
    "đ" * 500,
]
any_character = st.characters() | st.characters(categories=["Cs", "Cc", "Cf", "Mn"])
any_text = st.text(any_character, max_size=200)
any_message = any_text | st.lists(st.sampled_from(FRAGMENTS) | any_text, max_size=12).map(" ".join)
