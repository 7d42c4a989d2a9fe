"""Words that the notes do not have, and the words of the notes that were meant."""

from collections.abc import Iterable

from tutor.encoder import Encoder
from tutor.library.library import Library
from tutor.notes.words import fold_word

_SHORTEST = 5  # shorter words, acronyms above all, are one edit away from too many others
_LONG = 9  # from here on two edits are allowed


def correct(words: Iterable[str], library: Library, encoder: Encoder) -> dict[str, str]:
    """Return, for words that the notes do not have, the nearest of their words, if it is near enough to be meant.

    Never for words of fewer than five letters, in capitals, or with anything but letters; nor for one that the encoder
    knows as a whole: it is a word of the language that the notes just do not use. Near is one edit (a swap of
    neighbours counts as one), or two from nine letters on, and the same first letter; of equals the commonest.

    Args:
        words: as asked.
        library: the notes.
        encoder: says which words it knows.
    """
    doubtful = [w for w in dict.fromkeys(words) if len(w) >= _SHORTEST and w.isalpha() and not w.isupper()]
    if not doubtful:
        return {}
    pieces = encoder.count_tokens(doubtful)
    unknown = [word for word, count in zip(doubtful, pieces, strict=True) if count > 1]
    found = {word: _nearest(fold_word(word), library) for word in unknown}
    return {word: meant for word, meant in found.items() if meant}


def _nearest(word: str, library: Library) -> str | None:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    vocabulary = library.stored.spellings(word[:1])
    if word in vocabulary:
        return None
    edits = 2 if len(word) >= _LONG else 1
    near = process.extract(word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=edits, limit=None)
    alike = [(distance, -vocabulary[known], known) for known, distance, _ in near]
    return min(alike)[2] if alike else None
