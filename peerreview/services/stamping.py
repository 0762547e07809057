"""A new stamp for the network, when the old one is lost or stolen: the office makes it, every member accepts it by
comparing words. What the old stamp signed stays trusted in what is held already (DESIGN §6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from peerreview.domain import dates
from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.errors import BadInput, Refused
from peerreview.identity import checkwords, network_document
from peerreview.identity import membership as cards
from peerreview.identity.root import new_root
from peerreview.identity.signer import Signer

from . import joining, membership
from .ports import Opened, Ports, Progress, Turn, UnitOfWork, at_once, silent
from .start import identity_in
from .words import hat


@dataclass(frozen=True)
class NewStamp:
    """A stamp that a file bears and that is not accepted here yet: whose, its check words, and who made the file."""

    network: str
    words: tuple[str, ...]
    maker: str


def renew(ports: Ports, signer: Signer, folders: tuple[Path, Path], phrase: str) -> tuple[str, ...]:
    """Make a new stamp in two places and a network document under it; gives the words that members compare."""
    at = ports.clock()
    with ports.store.begin() as work:
        network = membership.require_member(work, signer)
        root = new_root(network.name, at, folders, phrase)
        changed = replace(cards.succeed(root, network), number=network.number + 1)
        document = network_document.sign(root, changed, at)
        joining.accept_in(ports, work, document, network_document.decode(document.body))
        work.commit()
        return checkwords.words(root.actor)


def waiting(
    ports: Ports, signer: Signer, path: Path, progress: Progress = silent, turn: Turn = at_once
) -> NewStamp | None:
    """The new stamp that the office's file bears, to compare by telephone; none when it is accepted here already."""
    found, opened = _document(ports, path, progress, turn)

    def judged() -> NewStamp | None:
        with ports.store.begin() as work:
            reading = network_document.read(found, membership.roots(work))
            joining.require_ours(work, reading.network)
            if not reading.check_words:
                return None
            return NewStamp(reading.network.name, reading.check_words, _maker(work, opened))

    return turn(judged)


def accept(
    ports: Ports,
    signer: Signer,
    path: Path,
    words: Sequence[str],
    progress: Progress = silent,
    turn: Turn = at_once,
) -> None:
    """Accept the new stamp that the office's file bears, once its words were compared by telephone."""
    found, _ = _document(ports, path, progress, turn)
    if not words:
        raise Refused("Compare the words with the office first.", "Nothing has changed.", code="other_words")
    turn(lambda: joining.accept_stamp(ports, signer, found, tuple(words)))


def _document(ports: Ports, path: Path, progress: Progress, turn: Turn) -> tuple[SignedDocument, Opened]:
    """The list of members in a file, and the file."""

    def keys() -> Sequence[str]:
        with ports.store.begin() as work:
            return identity_in(work).ages

    opened = ports.bundles.read(path, turn(keys), progress=progress)
    found = next((each for each in opened.contents.documents if each.kind is DocumentKind.NETWORK), None)
    if found is None:
        raise BadInput("There is no list of members in this file.", "Nothing has changed.", code="no_network")
    return found, opened


def _maker(work: UnitOfWork, opened: Opened) -> str:
    """Who made a file and on which computer, as the list of members that stands here knows them."""
    book, net = membership.book(work), membership.network(work)
    sender = book.judge(opened.certificate, opened.contents.sender, opened.contents.sender_name, opened.at)
    person, card = book.person(sender.person), net.card(opened.actor) if net else None
    if not sender.believed or person is None or card is None:
        return f"We do not know who made this file. It says {opened.contents.sender_name}."
    made = f"{person.name}, {hat(person).lower()}, made this file on {dates.in_full(opened.at)}"
    if card.until is not None:
        return f"{made}, on a computer that was cancelled on {dates.in_full(card.until)}."
    return f"{made}, on a computer listed since {dates.in_full(card.since)}."
