"""Quality and latency of this project's search beside plain engines, on the same questions in one run.

    python -m bench.compare QUESTIONS.jsonl [--sizes 2933 10000 100000] [--timed 60]

Larger sizes are the real procedures plus copies of them with three noise syllables in the title,
made from a fixed seed. Latency is one question at a time in one thread, garbage collection off;
`--timed` says how many questions are timed (the slow engines need minutes for more).
"""

import argparse
import gc
import random
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

import bm25s
import tantivy
from rapidfuzz import fuzz, process, utils
from rich.console import Console
from rich.table import Table

from bot.dialogue import Dialogue
from bot.knowledge.reading import load_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.language.normalise import folded
from bot.search.build import build_search
from bot.search.evaluation import Labelled, read_questions
from bot.services import Snapshot
from bot.settings import Settings
from handlers.ask import ask

Find = Callable[[str], list[str]]
LIMIT = 10


def enlarged(knowledge: Knowledge, size: int) -> Knowledge:
    """Return `knowledge` with noisy copies of its procedures up to `size`."""
    chance = random.Random(0)
    procedures = list(knowledge.procedures[:size])
    words = sorted({word for procedure in procedures for word in procedure.title.split()})
    while len(procedures) < size:
        original = knowledge.procedures[len(procedures) % len(knowledge.procedures)]
        title = " ".join([original.title, *chance.sample(words, 3)])
        code = f"{4 + len(procedures) // 1_000_000}.{len(procedures) % 1_000_000:06}"
        procedures.append(original.model_copy(update={"code": code, "title": title, "aliases": ()}))
    return replace(knowledge, version=f"bench-{size}", procedures=tuple(procedures))


def this_project(knowledge: Knowledge) -> Find:
    """The whole answer: text in, reply out."""
    snapshot = Snapshot(knowledge, build_search(knowledge))
    return lambda question: list(ask(question, Dialogue(), snapshot).reply.candidates)


def token_set_ratio(knowledge: Knowledge) -> Find:
    """rapidfuzz's extract over all titles."""
    titles = [utils.default_process(procedure.title) for procedure in knowledge.procedures]

    def find(question: str) -> list[str]:
        found = process.extract(
            question, titles, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=LIMIT
        )
        return [knowledge.procedures[place].code for _, _, place in found]

    return find


def plain_bm25s(knowledge: Knowledge) -> Find:
    """bm25s with its own tokenizer, accents as written."""
    retriever = bm25s.BM25()
    titles = [procedure.title for procedure in knowledge.procedures]
    retriever.index(bm25s.tokenize(titles, stopwords=None, show_progress=False), show_progress=False)

    def find(question: str) -> list[str]:
        query = bm25s.tokenize([question], stopwords=None, show_progress=False, return_ids=False)
        if not query[0]:
            return []
        places, _ = retriever.retrieve(query, k=LIMIT, show_progress=False)
        return [knowledge.procedures[place].code for place in places[0]]

    return find


def fts5(tokenizer: str) -> Callable[[Knowledge], Find]:
    """SQLite's full-text index; a question's words are joined by OR, ranked by its BM25."""

    def build(knowledge: Knowledge) -> Find:
        database = sqlite3.connect(":memory:")
        database.execute(f"CREATE VIRTUAL TABLE t USING fts5(title, code UNINDEXED, tokenize='{tokenizer}')")
        rows = ((procedure.title, procedure.code) for procedure in knowledge.procedures)
        database.executemany("INSERT INTO t VALUES (?, ?)", rows)
        shortest = 3 if tokenizer == "trigram" else 1

        def find(question: str) -> list[str]:
            words = [f'"{word}"' for word in utils.default_process(question).split() if len(word) >= shortest]
            if not words:
                return []
            query = "SELECT code FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"
            return [code for (code,) in database.execute(query, (" OR ".join(words), LIMIT))]

        return find

    return build


def plain_tantivy(knowledge: Knowledge) -> Find:
    """tantivy over folded titles; a question's words are joined by OR."""
    schema = tantivy.SchemaBuilder().add_text_field("title").add_text_field("code", stored=True).build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for procedure in knowledge.procedures:
        writer.add_document(tantivy.Document(title=" ".join(folded(procedure.title)), code=procedure.code))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(question: str) -> list[str]:
        words = " ".join(folded(question))
        if not words:
            return []
        hits = searcher.search(index.parse_query(words, ["title"]), LIMIT).hits
        return [searcher.doc(address)["code"][0] for _, address in hits]

    return find


ENGINES: dict[str, Callable[[Knowledge], Find]] = {
    "this project, whole answer": this_project,
    "rapidfuzz token_set_ratio": token_set_ratio,
    "bm25s alone": plain_bm25s,
    "SQLite FTS5 unicode61": fts5("unicode61 remove_diacritics 2"),
    "SQLite FTS5 trigram": fts5("trigram"),
    "tantivy, folded": plain_tantivy,
}


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Keep the garbage collector from falling into somebody's timing."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def hits(find: Find, questions: list[Labelled]) -> tuple[float, float]:
    """Return hit@1 and hit@5."""
    found = [(find(one.question), one.codes) for one in questions]
    first = sum(bool(codes & set(answer[:1])) for answer, codes in found)
    five = sum(bool(codes & set(answer[:5])) for answer, codes in found)
    return first / len(found), five / len(found)


def latencies(find: Find, questions: list[str]) -> list[float]:
    """Return milliseconds for each question, after one warm-up round of a few."""
    for question in questions[:5]:
        find(question)
    times = []
    with quiet_collector():
        for question in questions:
            start = time.perf_counter()
            find(question)
            times.append((time.perf_counter() - start) * 1000)
    return times


def run(size: int, knowledge: Knowledge, questions: list[Labelled], timed: int) -> Table:
    """Measure every engine at one size."""
    larger = enlarged(knowledge, size)
    kinds = sorted({one.kind for one in questions})
    table = Table("engine", *(f"{kind} h@1 / h@5" for kind in kinds), "p50 ms", "p99 ms", title=f"{size:,} procedures")
    sample = [one.question for one in random.Random(1).sample(questions, min(timed, len(questions)))]
    for name, build in ENGINES.items():
        find = build(larger)
        shares = []
        for kind in kinds:
            first, five = hits(find, [one for one in questions if one.kind == kind])
            shares.append(f"{first:.3f} / {five:.3f}")
        percent = quantiles(latencies(find, sample), n=100, method="inclusive")
        table.add_row(name, *shares, f"{percent[49]:.2f}", f"{percent[98]:.2f}")
    return table


def main() -> None:
    """Read the arguments, measure, print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2933, 10_000, 100_000])
    parser.add_argument("--timed", type=int, default=60)
    arguments = parser.parse_args()
    questions = [one for one in read_questions(arguments.questions) if one.codes]
    knowledge = load_knowledge(Settings().knowledge.folder)
    console = Console()
    for size in arguments.sizes:
        console.print(run(size, knowledge, questions, arguments.timed))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"Peak memory of this comparison with all engines: {peak:.0f} MB")


if __name__ == "__main__":
    main()
