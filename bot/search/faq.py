"""Finding the FAQ entry nearest to a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.models import FaqEntry
from bot.language.question import Question, Reader
from bot.search.index import Form
from bot.search.ranking import Weights
from bot.search.tuning import Tuning

Words = frozenset[str]
Table = NDArray[np.float32]
_SAME = 0.9999  # an F1 of 1, but for rounding


class ReadEntry(NamedTuple):
    """The syllables of an entry's wordings and of its answer; reading them takes long."""

    wordings: list[Form]
    answer: Form


@dataclass(frozen=True, slots=True)
class FaqSearch:
    """Compares a question's words with those of every entry; immutable.

    A word weighs by how few entries use it: "mức 3" and "mức 4" differ here as nowhere else. The
    tables have a row for each word and a column for each wording (or entry): the word's weight where
    the wording has it, else 0.
    """

    entries: tuple[FaqEntry, ...]
    weights: Weights
    rows: Mapping[str, int]
    wordings: Table
    wording_weights: NDArray[np.float32]
    first_wording: NDArray[np.int64]
    asked: Table
    answered: Table
    tuning: Tuning

    @classmethod
    def of(cls, entries: Sequence[FaqEntry], read: Sequence[ReadEntry], tuning: Tuning) -> "FaqSearch":
        """Prepare the tables of `entries`, which were `read` in the same order."""
        wordings = [[frozenset(wording) for wording in one.wordings] for one in read]
        asked = [frozenset[str]().union(*own) for own in wordings]
        weights = Weights.of([tuple(words) for words in asked])
        rows = {word: place for place, word in enumerate(sorted(weights.idf))}
        table = _table([words for own in wordings for words in own], rows, weights)
        counts = [len(own) for own in wordings]
        return cls(
            entries=tuple(entries),
            weights=weights,
            rows=rows,
            wordings=table,
            wording_weights=table.sum(axis=0),
            first_wording=np.cumsum([0, *counts[:-1]]),
            asked=_table(asked, rows, weights),
            answered=_table([frozenset(one.answer) for one in read], rows, weights),
            tuning=tuning,
        )

    def nearest(self, question: Question) -> tuple[FaqEntry | None, float]:
        """Return the nearest entry and how near it is, 0 (nothing shared) to 1 (one of its wordings).

        Nearness is the weighted mean of the F1 with the best wording, and the shares of the question that
        all wordings together and the answer name.
        """
        words = set(question.words)
        own = [self.rows[word] for word in words if word in self.rows]
        if not own:
            return None, 0.0
        total = self.weights.sum(words)
        f1 = np.maximum.reduceat(
            2 * self.wordings[own].sum(axis=0) / (total + self.wording_weights), self.first_wording
        )
        asked, answered = self.tuning.faq_asked, self.tuning.faq_answered
        nearness = (
            f1 + asked * self.asked[own].sum(axis=0) / total + answered * self.answered[own].sum(axis=0) / total
        ) / (1 + asked + answered)
        nearness[f1 > _SAME] = 1
        best = int(np.argmax(nearness))
        return self.entries[best], float(nearness[best])


def read_entry(entry: FaqEntry, reader: Reader) -> ReadEntry:
    """Read the wordings and the answer of an entry."""
    return ReadEntry([reader.read(wording).words for wording in entry.questions], reader.read(entry.answer).words)


def _table(texts: Iterable[Words], rows: Mapping[str, int], weights: Weights) -> Table:
    texts = list(texts)
    table = np.zeros((len(rows), len(texts)), dtype=np.float32)
    for place, words in enumerate(texts):
        for word in words & rows.keys():
            table[rows[word], place] = weights.idf[word]
    return table
