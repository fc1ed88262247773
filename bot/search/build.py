"""Building a `Search` from the knowledge base, with what takes long cached on disk."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.knowledge.models import Phrase, Procedure, Vocabulary
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.titles import without_leading
from bot.language import segmentation
from bot.language.aspects import GAP
from bot.language.normalise import folded
from bot.language.question import Lexicon, Reader
from bot.language.spelling import Speller
from bot.operations.disk_faults import reason
from bot.search.candidates import CandidateSearch
from bot.search.engine import Search
from bot.search.events import EventSearch, event_forms
from bot.search.faq import FaqSearch, read_entry
from bot.search.index import Compounds, Form, LexicalIndex
from bot.search.places import PlaceFinder
from bot.search.prepared import Prepared, index_key, load, save
from bot.search.ranking import prior
from bot.search.scope import Scope
from bot.search.tuning import TUNING, Tuning
from bot.search.verdicts import Judge

LONG = 4
"""Letters of an abbreviation from which a typing error in it can be repaired."""
Progress = Callable[[str], None]


def build_search(
    knowledge: Knowledge, cache: Path | None = None, progress: Progress = lambda _: None, tuning: Tuning = TUNING
) -> Search:
    """Return a search over `knowledge`.

    With a `cache` folder, the index is read from there if one was built from the same knowledge by
    the same libraries and weights, and is written there otherwise; `progress` is told what takes long.
    """
    prepared = _cached(knowledge, cache, progress, tuning)
    reader = Reader(lexicon(knowledge.vocabulary), prepared.known, prepared.speller)
    candidates = CandidateSearch.of(
        keys=[procedure.code for procedure in knowledge.procedures],
        priors=[prior(procedure, tuning) for procedure in knowledge.procedures],
        index=prepared.index,
        tuning=tuning,
    )
    events = EventSearch.of(knowledge.events, prepared.told, tuning)
    return Search(
        knowledge=knowledge,
        reader=reader,
        candidates=candidates,
        events=events,
        faq=FaqSearch.of(knowledge.faq, prepared.faq, tuning),
        judge=Judge(knowledge.families, prepared.scope, tuning),
        places=PlaceFinder.of(knowledge.places),
        tuning=tuning,
    )


def make_reader(knowledge: Knowledge) -> Reader:
    """Return a reader that speaks the vocabulary of `knowledge`; it repairs no typing errors, having none to read."""
    known = frozenset(syllable for text in (*_texts(knowledge), *_phrases(knowledge)) for syllable in folded(text))
    return Reader(lexicon(knowledge.vocabulary), known)


def _texts(knowledge: Knowledge) -> Iterator[str]:
    """Yield what procedures are called, and what people ask and tell."""
    for procedure in knowledge.procedures:
        yield procedure.title
        yield from procedure.aliases
    yield from (question for entry in knowledge.faq for question in entry.questions)
    yield from (phrase for event in knowledge.events for phrase in event.phrases)


def _phrases(knowledge: Knowledge) -> Iterator[str]:
    """Yield the phrases of the vocabulary, those with a gap piece by piece."""
    vocabulary = knowledge.vocabulary
    for section in (vocabulary.abbreviations, vocabulary.teencode, vocabulary.dialect, vocabulary.official):
        for phrase in section:
            yield from phrase.forms
    for own in vocabulary.aspects.values():
        yield from (piece for phrase in own for piece in phrase.split(GAP))
    yield from vocabulary.fillers


def _abbreviations(knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    """Yield the abbreviations that are long enough to be told from others when mistyped."""
    for phrase in knowledge.vocabulary.abbreviations:
        yield from (form for form in map(folded, phrase.forms) if len(form) == 1 and len(form[0]) >= LONG)


def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Return the phrase tables of `vocabulary`."""
    written_out = (*vocabulary.abbreviations, *vocabulary.teencode, *vocabulary.dialect)
    aspects = {phrase: aspect for aspect, phrases in vocabulary.aspects.items() for phrase in phrases}
    return Lexicon.of(
        _table(written_out),
        _table(vocabulary.official),
        aspects,
        vocabulary.fillers,
        matter=vocabulary.matter,
    )


def _table(phrases: tuple[Phrase, ...]) -> dict[str, str]:
    return {form: phrase.means for phrase in phrases for form in phrase.forms}


def forms_of(procedure: Procedure, reader: Reader) -> list[Form]:
    """Return the forms that index a procedure: its title, and its aliases both as written and as read.

    A leading "Thủ tục", which only some titles have, says nothing and is left out.
    """
    title = tuple(token.folded for token in reader.words(without_leading(procedure.title)))
    forms = [title]
    for alias in procedure.aliases:
        read = reader.read(alias)
        forms += [read.words, read.content]
    return [form for form in dict.fromkeys(forms) if form]


def _cached(knowledge: Knowledge, cache: Path | None, progress: Progress, tuning: Tuning) -> Prepared:
    folder = cache / index_key(knowledge, tuning) if cache else None
    if folder and folder.is_dir():
        try:
            return load(folder, tuning)
        except (OSError, ValueError, KeyError, TypeError, EOFError):  # numpy has EOFError for an empty file
            progress("Chỉ mục lưu tạm bị hỏng, làm lại từ đầu.")
            shutil.rmtree(folder, ignore_errors=True)
    progress(f"Đang tách từ và lập chỉ mục cho {len(knowledge.procedures)} thủ tục (chỉ khi dữ liệu đổi) …")
    prepared = _prepare(knowledge, tuning)
    if folder:
        try:
            save(folder, prepared)
        except OSError as error:  # a cache that cannot be kept is no reason not to answer
            progress(f"Không lưu tạm được chỉ mục ở {cache}: {reason(error)}. Bot vẫn chạy, lần sau khởi động lâu hơn.")
    return prepared


def _prepare(knowledge: Knowledge, tuning: Tuning) -> Prepared:
    reader = make_reader(knowledge)
    forms = [forms_of(procedure, reader) for procedure in knowledge.procedures]
    words = segmentation.compounds(procedure.title for procedure in knowledge.procedures)
    index = LexicalIndex.build(forms, Compounds(words), tuning)
    told = [event_forms(event, reader) for event in knowledge.events]
    asked = [reader.read(question).everyday for entry in knowledge.faq for question in entry.questions]
    outside = [reader.read(message) for message in knowledge.outside]
    written = [*_texts(knowledge), *_phrases(knowledge)]
    spelled = [tuple(token.folded for token in reader.words(text)) for text in written]
    return Prepared(
        known=reader.known,
        speller=Speller.of([*spelled, *_abbreviations(knowledge), *(question.words for question in outside)]),
        forms=forms,
        index=index,
        scope=Scope.of(
            [*index.forms, *asked, *(form for own in told for form in own)],
            [question.everyday for question in outside],
            tuning,
        ),
        faq=[read_entry(entry, reader) for entry in knowledge.faq],
        told=told,
    )
