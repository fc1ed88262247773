"""The tables that `evaluate` prints."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import quantiles

from rich.table import Table

from bot.search.evaluation import TOP, Judged, by_group, figures
from bot.search.intervals import bootstrap
from bot.search.verdicts import Verdict


def report(judged: Sequence[Judged]) -> Iterator[Table | str]:
    """Yield everything to print, part by part; what nobody labelled is left out."""
    yield hit_table(judged)
    yield verdict_table(judged)
    yield from trust_lines(judged)
    if any(one.labelled.aspects is not None for one in judged):
        yield aspect_table(judged)
    yield speed_line(judged)


def hit_table(judged: Iterable[Judged]) -> Table:
    """Return hit@1 and hit@5 with bootstrap intervals (95 %), and MRR, by kind and expectation."""
    title = "Right procedure among the candidates, with 95 % bootstrap intervals"
    table = Table("kind", "expect", "questions", "hit@1", "", "hit@5", "", "MRR", title=title)
    for (kind, expect), group in by_group(judged).items():
        own = [one for one in group if one.labelled.codes]
        if not own:
            continue
        found = figures(own)
        first = _interval(one.rank == 1 for one in own)
        five = _interval(1 <= one.rank <= TOP for one in own)
        shares = (f"{found.hit_at_1:.3f}", first, f"{found.hit_at_5:.3f}", five, f"{found.mrr:.3f}")
        table.add_row(kind, expect or "(all)", str(found.questions), *shares)
    return table


def verdict_table(judged: Iterable[Judged]) -> Table:
    """Return how often each verdict was given, by kind and expectation."""
    table = Table("kind", "expect", *Verdict, title="Verdicts")
    for (kind, expect), group in by_group(judged).items():
        counted = Counter(one.verdict for one in group)
        if expect:
            table.add_row(kind, expect, *(str(counted[verdict]) for verdict in Verdict))
    return table


def trust_lines(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield how far answers, questions back, refusals and FAQ answers can be trusted, a line a kind."""
    for kind in sorted({one.labelled.kind for one in judged}):
        own = [one for one in judged if one.labelled.kind == kind]
        yield from _procedures_line(kind, [one for one in own if one.labelled.codes])
        yield from _faq_line(kind, [one for one in own if one.labelled.faq])
        yield from _nothing_line(kind, [one for one in own if not one.labelled.codes and not one.labelled.faq])


def aspect_table(judged: Iterable[Judged]) -> Table:
    """Return how often each thing asked was heard, and heard where nobody asked it."""
    labelled = [one for one in judged if one.labelled.aspects is not None]
    asked = Counter(aspect for one in labelled for aspect in one.labelled.aspects or ())
    heard = Counter(aspect for one in labelled for aspect in (one.labelled.aspects or frozenset()) & one.aspects)
    wrongly = Counter(aspect for one in labelled for aspect in one.aspects - (one.labelled.aspects or frozenset()))
    table = Table("asked", "questions", "heard", "share", "heard wrongly", title="What is asked")
    for aspect in sorted({*asked, *wrongly}):
        table.add_row(aspect, str(asked[aspect]), *_shared(heard[aspect], asked[aspect]), str(wrongly[aspect]))
    all_heard = sum((one.labelled.aspects or frozenset()) <= one.aspects for one in labelled)
    table.add_row("all that a question asks", str(len(labelled)), *_shared(all_heard, len(labelled)), "")
    return table


def speed_line(judged: Iterable[Judged]) -> str:
    """Return milliseconds a question."""
    times = [one.milliseconds for one in judged]
    percent = quantiles([*times, *times], n=100, method="inclusive")  # twice: one question is enough
    return f"ms a question: mean {sum(times) / len(times):.2f}, p50 {percent[49]:.2f}, p99 {percent[98]:.2f}"


def _procedures_line(kind: str, own: Sequence[Judged]) -> Iterator[str]:
    if own:
        answered = [one for one in own if one.verdict is Verdict.ANSWER]
        clarified = [one for one in own if one.verdict is Verdict.CLARIFY]
        right = sum(one.is_answered_right for one in answered)
        offered = sum(one.is_offered_right for one in clarified)
        refused = len(own) - len(answered) - len(clarified)
        yield (
            f"{kind}: answered {len(answered)}, right {right}; "
            f"asked back {len(clarified)}, right among five {offered}; refused in error {refused}"
        )


def _faq_line(kind: str, own: Sequence[Judged]) -> Iterator[str]:
    if own:
        right = sum(one.faq in one.labelled.faq for one in own)
        yield f"{kind}: questions about the service {len(own)}, right entry {right} ({right / len(own):.3f})"


def _nothing_line(kind: str, own: Sequence[Judged]) -> Iterator[str]:
    if own:
        none = sum(not one.has_procedure for one in own)
        yield f"{kind}: no procedure is right {len(own)}, none given {none} ({none / len(own):.3f})"


def _interval(hits: Iterable[bool]) -> str:
    low, high = bootstrap([float(hit) for hit in hits])
    return f"{low:.2f}-{high:.2f}"


def _shared(part: int, whole: int) -> tuple[str, str]:
    return str(part), f"{part / whole:.3f}" if whole else ""
