"""Words that a person added to the dictionary: kept encrypted in the store of this computer, and in no file."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from peerreview.analysis import spelling
from peerreview.domain.plain_text import one_line
from peerreview.identity.signer import Signer
from peerreview.journal.buffer import MY_WORDS

from . import membership
from .ports import Ports, UnitOfWork

_LONGEST = 60


def words(ports: Ports) -> tuple[str, ...]:
    """My words, in alphabetical order."""
    with ports.store.begin() as work:
        return _read(work)


def known(ports: Ports, signer: Signer) -> tuple[str, ...]:
    """What is spelled right here besides the dictionary: my words, and the names of our network."""
    with ports.store.begin() as work:
        return (*_read(work), signer.name, work.setting("school") or "", *membership.known_names(work))


def add(ports: Ports, word: str) -> tuple[str, ...]:
    """Add a word; gives all of them."""
    plain = one_line(word)[:_LONGEST]
    with ports.store.begin() as work:
        kept = _write(work, {*_read(work), *([plain] if plain else [])})
        work.commit()
        return kept


def remove(ports: Ports, word: str) -> tuple[str, ...]:
    """Take a word away again; gives those that stay."""
    with ports.store.begin() as work:
        kept = _write(work, set(_read(work)) - {word})
        work.commit()
        return kept


def forget_in(work: UnitOfWork, texts: Iterable[str]) -> None:
    """Take away those of my words that stood in texts which are being removed for good; the caller commits."""
    said = {word.casefold() for text in texts for _, word in spelling.words(text)}
    mine = _read(work)
    staying = [word for word in mine if said.isdisjoint(part.casefold() for _, part in spelling.words(word))]
    if len(staying) < len(mine):
        _write(work, staying)


def _read(work: UnitOfWork) -> tuple[str, ...]:
    return tuple(json.loads(work.setting(MY_WORDS) or "[]"))


def _write(work: UnitOfWork, kept: Collection[str]) -> tuple[str, ...]:
    ordered = tuple(sorted(kept, key=str.casefold))
    work.set_setting(MY_WORDS, json.dumps(ordered, ensure_ascii=False))
    return ordered
