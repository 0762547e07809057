"""A new stamp for the network, when the old one is lost or stolen: the office makes it, every member accepts it by
comparing words. What the old stamp signed stays trusted in what is held already (DESIGN §6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.errors import BadInput, Refused
from peerreview.identity import checkwords, network_document
from peerreview.identity import membership as cards
from peerreview.identity.root import new_root
from peerreview.identity.signer import Signer

from . import joining, membership
from .ports import Ports, Progress, silent
from .start import identity_in


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


def waiting(ports: Ports, signer: Signer, path: Path, progress: Progress = silent) -> tuple[str, ...]:
    """The check words of the new stamp that the office's file bears, to compare by telephone; none when it is known."""
    found = _document(ports, path, progress)
    with ports.store.begin() as work:
        return network_document.read(found, membership.roots(work)).check_words


def accept(ports: Ports, signer: Signer, path: Path, words: Sequence[str], progress: Progress = silent) -> None:
    """Accept the new stamp that the office's file bears, once its words were compared by telephone."""
    found = _document(ports, path, progress)
    if not words:
        raise Refused("Compare the words with the office first.", "Nothing has changed.", code="other_words")
    joining.accept_stamp(ports, signer, found, tuple(words))


def _document(ports: Ports, path: Path, progress: Progress) -> SignedDocument:
    """The list of members in a file."""
    with ports.store.begin() as work:
        identities = identity_in(work).ages
    opened = ports.bundles.read(path, identities, progress=progress)
    found = next((each for each in opened.contents.documents if each.kind is DocumentKind.NETWORK), None)
    if found is None:
        raise BadInput("There is no list of members in this file.", "Nothing has changed.", code="no_network")
    return found
