"""Texts for property tests: any Unicode, and what Vietnamese keyboards, phones and copied pages produce."""

from hypothesis import strategies as st

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵbcdđghklmnpqrstvx"
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202e\u2066\u2069\ufe0f"
PICTURES = "👍👶🏠❤☎★🇻"
CONTROLS = "\x00\x07\x1b\x7f\x85\t\r\n\u2028"
BROKEN = "\ud83d\ude00\udfff\ue000\U0010ffff"

# `st.characters()` without arguments holds lone surrogates too, which `st.text()` alone leaves out.
ANYTHING = st.text(alphabet=st.characters(), max_size=60)
TYPED = st.text(
    alphabet=LETTERS + LETTERS.upper() + MARKS + INVISIBLE + PICTURES + CONTROLS + BROKEN + " .,;:/_-?!0123456789wfjz",
    max_size=60,
)
PLAIN = st.text(alphabet=LETTERS + LETTERS.upper() + " ", max_size=60)
