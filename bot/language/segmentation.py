"""Vietnamese word segmentation by underthesea; the only module that knows it.

Segmentation runs over the knowledge base when an index is built and is then cached. A question is
not segmented by the model, which was trained on accented text and parts accentless text poorly;
instead the words that the model found in the knowledge base are looked for in the question.
"""

from collections.abc import Iterable

from bot.language.normalise import canonical, folded


def compounds(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Return the words of two or more syllables in `texts`, folded; takes about 0.6 ms a text."""
    # Imported here because the import alone takes half a second, which a warm start need not pay.
    from underthesea import word_tokenize  # noqa: PLC0415

    found: set[tuple[str, ...]] = set()
    for text in texts:
        # Lower case: the model takes capitals for proper names and leaves titles in capitals whole.
        words = (folded(word) for word in word_tokenize(canonical(text)))
        found.update(word for word in words if len(word) > 1)
    return frozenset(found)
