"""How long posters take, and how large their files are.

python -m bench.posters [--pages 100]

Times are those of the processor, so that other work on the machine counts little.
"""

import argparse
from pathlib import Path
from time import process_time

from rich.console import Console
from rich.table import Table

from bot.knowledge.reading import load_knowledge
from bot.sharing.posters.document import pdf
from bot.sharing.posters.pictures import png
from bot.sharing.posters.poster import Poster, for_procedure
from bot.sharing.posters.sizes import Size

SITE, DPI = "hoimotcua.example", 300


def posters(many: int) -> list[Poster]:
    """Return posters of so many procedures, as a desk prints them."""
    chosen = load_knowledge(Path("knowledge")).procedures[:many]
    links = [(one, f"{SITE}/p/{one.code}?k=4072") for one in chosen]
    office = "Trung tâm Phục vụ hành chính công xã Kon Braih"
    return [for_procedure(one, f"https://{link}", link, office, "Quầy 5") for one, link in links]


def main() -> None:
    """Read the arguments, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    made = posters(parser.parse_args().pages)
    pdf(made[:1], Size.A4)  # the fonts' widths are read once a process
    table = Table("", "one, ms", "kB", f"{len(made)} pages, s", "a page, ms", "kB", f"PNG at {DPI} dpi, ms", "kB")
    for size in Size:
        start = process_time()
        one = pdf(made[:1], size)
        single, start = process_time() - start, process_time()
        whole = pdf(made, size)
        all_pages, start = process_time() - start, process_time()
        picture = png(one, DPI)
        drawn = process_time() - start
        table.add_row(
            size,
            f"{single * 1000:.0f}",
            f"{len(one) / 1000:.0f}",
            f"{all_pages:.1f}",
            f"{all_pages * 1000 / len(made):.0f}",
            f"{len(whole) / 1000:.0f}",
            f"{drawn * 1000:.0f}",
            f"{len(picture) / 1000:.0f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
