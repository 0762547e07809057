"""British spelling: which words of a text are doubtful, and what may have been meant.

The dictionary (en_GB-ise of SCOWL, by way of Hunspell's format) is read by spylls, which is pure Python: the same on
every system, and nothing is installed. Reading it takes half a second, so the window does it in a thread of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Protocol, cast

DICTIONARY = "en_GB"
SCHOOL_WORDS = "school.txt"
_OFFERED = 6

_WORD = re.compile(r"(?<![\w@./\\])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w@]|[./]\w)")


class Dictionary(Protocol):
    """A dictionary in Hunspell's sense."""

    def lookup(self, word: str) -> bool: ...
    def suggest(self, word: str) -> Iterator[str]: ...


def words(text: str) -> Iterator[tuple[int, str]]:
    """The words of `text` that a dictionary can judge, with their places: no Y4, no address, no initials."""
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) > 1 and not word.isupper():
            yield match.start(), word


class Spelling:
    """Judges words by a dictionary, the words of schools, and words learned (one's own, names of the network)."""

    def __init__(self, dictionary: Dictionary, school: Collection[str] = ()) -> None:
        self._dictionary = dictionary
        self._school = frozenset(word.casefold() for word in school)
        self._learned: frozenset[str] = frozenset()

    def learn(self, learned: Collection[str]) -> None:
        """Take these, and no others that were learned before, for right."""
        self._learned = frozenset(_stem(_plain(part)).casefold() for each in learned for _, part in words(each))

    def is_right(self, word: str) -> bool:
        """Whether a word stands in a dictionary or is known, also with a possessive 's."""
        plain = _plain(word)
        stem = _stem(plain)
        folded = stem.casefold()
        return folded in self._learned or folded in self._school or any(map(self._dictionary.lookup, {plain, stem}))

    def suggestions(self, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first; takes a tenth of a second and more."""
        curly = "’" in word
        found = islice(self._dictionary.suggest(_plain(word)), _OFFERED)
        return tuple(each.replace("'", "’") if curly else each for each in found)


def load(folder: Path) -> Spelling:
    """Read the dictionary and the school words in `folder`: half a second of work, for a thread of its own."""
    lines = (folder / SCHOOL_WORDS).read_text(encoding="utf-8").splitlines()
    return Spelling(_hunspell(folder), [line for line in lines if line and not line.startswith("#")])


def _hunspell(folder: Path) -> Dictionary:
    from spylls.hunspell import Dictionary as Hunspell
    from spylls.hunspell.readers import read_aff, read_dic
    from spylls.hunspell.readers.file_reader import FileReader

    class Reader(FileReader):  # type: ignore[misc]
        """A file of a dictionary, read whole: spylls itself leaves its files open."""

        def _open(self, path: Path, encoding: str) -> StringIO:
            return StringIO(path.read_bytes().decode(encoding, "surrogateescape"))

    aff, context = read_aff(Reader(folder / f"{DICTIONARY}.aff"))
    dic = read_dic(Reader(folder / f"{DICTIONARY}.dic", encoding=context.encoding), aff=aff, context=context)
    return cast(Dictionary, Hunspell(aff, dic))


def _plain(word: str) -> str:
    return word.replace("’", "'")


def _stem(plain: str) -> str:
    return plain[:-2] if plain.endswith("'s") else plain
