import json
import re
from pathlib import Path

from tests.system.program import Program


def test_a_file_beside_the_caller_is_evaluated(small_program: Program, tmp_path: Path) -> None:
    rows = [
        {"question": "mã 1.001193", "codes": ["1.001193"]},
        {"question": "mã 1.000894", "codes": ["1.001193"]},
    ]
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    (tmp_path / "questions.jsonl").write_text(lines, encoding="utf-8")

    result = small_program.ask_of("evaluate", "questions.jsonl")

    assert re.search(r"hit@1 +┃ +┃ hit@5 +┃ +┃ MRR", result.output)
    assert re.search(r"│ all +│ \(all\) +│ 2 +│ 0\.500 │ 0\.00-1\.00 │ 0\.500 │ 0\.00-1\.00 │ 0\.500 │", result.output)
    assert result.output.endswith("Misses: 1 of 2\n- mã 1.000894 | answer 1.000894 | wanted 1.001193\n")
    assert result.code == 0
