"""A lexical index of items that each have several forms (a title and aliases); the only module that knows bm25s.

An item scores as its best form does, so a short alias that fits is not diluted by a long title.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from bot.language.normalise import pairs
from bot.search.tuning import Tuning

Form = tuple[str, ...]
Scores = NDArray[np.float32]
FORMS_SEEN = 200
"""Forms that are looked at for the best items: beyond them no item was found that the rerank brought to the front."""
_SYLLABLES, _PHRASES = "syllables", "phrases"


@dataclass(frozen=True, slots=True)
class Compounds:
    """The words of several syllables that the segmenter found in the knowledge base."""

    words: frozenset[Form]

    def phrases(self, form: Form) -> list[str]:
        """Return the terms above the syllable: pairs of neighbours, and words marked as such."""
        return [*pairs(form), *self._found(form)]

    def _found(self, form: Form) -> Iterator[str]:
        for size in (2, 3, 4):
            for start in range(len(form) - size + 1):
                if form[start : start + size] in self.words:
                    yield "_".join(form[start : start + size])


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 over the forms of many items; immutable.

    `forms` are those of all items in order, `item_of_form` says whose each is.
    """

    forms: tuple[Form, ...]
    item_of_form: NDArray[np.int64]
    compounds: Compounds
    phrase_weight: float
    _syllables: bm25s.BM25
    _phrases: bm25s.BM25

    @classmethod
    def build(cls, items: Iterable[Sequence[Form]], compounds: Compounds, tuning: Tuning) -> "LexicalIndex":
        """Index `items`, each a sequence of forms; every item must have at least one form."""
        forms, item_of_form = _flat(items)
        syllables = _bm25([list(form) for form in forms], tuning)
        phrases = _bm25([compounds.phrases(form) for form in forms], tuning)
        return cls(forms, item_of_form, compounds, tuning.phrases, syllables, phrases)

    @classmethod
    def load(
        cls, folder: Path, items: Iterable[Sequence[Form]], compounds: Compounds, tuning: Tuning
    ) -> "LexicalIndex":
        """Read back what `save` wrote for the same `items`; raises OSError or ValueError if it is not all there."""
        forms, item_of_form = _flat(items)
        syllables = bm25s.BM25.load(folder / _SYLLABLES, show_progress=False)
        phrases = bm25s.BM25.load(folder / _PHRASES, show_progress=False)
        return cls(forms, item_of_form, compounds, tuning.phrases, syllables, phrases)

    def save(self, folder: Path) -> None:
        """Write the two BM25 matrices below `folder`."""
        self._syllables.save(folder / _SYLLABLES, show_progress=False)
        self._phrases.save(folder / _PHRASES, show_progress=False)

    def scores(self, query: Form) -> Scores:
        """Return the score of every form for the syllables of `query`."""
        found = _scores(self._syllables, query)
        found += self.phrase_weight * _scores(self._phrases, self.compounds.phrases(query))
        return found

    def best(self, form_scores: Scores, items: int, forms_each: int) -> dict[int, list[int]]:
        """Return the `items` best items, each with the places in `forms` of its best `forms_each`, best first.

        An item is as good as its best form. Only the best FORMS_SEEN forms are looked at, which
        keeps an item that has many alike from taking all the places.
        """
        best = np.flatnonzero(form_scores > 0)
        if len(best) > FORMS_SEEN:
            best = best[np.argpartition(form_scores[best], -FORMS_SEEN)[-FORMS_SEEN:]]
        best = best[np.argsort(-form_scores[best], kind="stable")]
        found: dict[int, list[int]] = {}
        for place, item in zip(best.tolist(), self.item_of_form[best].tolist(), strict=True):
            if item not in found and len(found) == items:
                break
            own = found.setdefault(item, [])
            if len(own) < forms_each:
                own.append(place)
        return found


def _flat(items: Iterable[Sequence[Form]]) -> tuple[tuple[Form, ...], NDArray[np.int64]]:
    pairs_of_all = [(form, item) for item, own in enumerate(items) for form in own]
    return tuple(form for form, _ in pairs_of_all), np.array([item for _, item in pairs_of_all], dtype=np.int64)


def _bm25(documents: list[list[str]], tuning: Tuning) -> bm25s.BM25:
    """Index `documents`; a term counts once a document, since saying a thing twice makes no form fit better."""
    retriever = bm25s.BM25(k1=tuning.k1, b=tuning.b, method="lucene")
    documents = [list(dict.fromkeys(document)) for document in documents]
    terms = dict.fromkeys(term for document in documents for term in document)
    vocabulary = {term: number for number, term in enumerate(terms)}
    ids = [[vocabulary[term] for term in document] for document in documents]
    retriever.index((ids, vocabulary), show_progress=False)
    return retriever


def _scores(retriever: bm25s.BM25, terms: Iterable[str]) -> Scores:
    known = retriever.vocab_dict
    ids = [known[term] for term in dict.fromkeys(terms) if term in known]
    if not ids:
        return np.zeros(retriever.scores["num_docs"], dtype=np.float32)
    found: Scores = retriever.get_scores_from_ids(ids)
    return found
