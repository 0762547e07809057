"""Notes that a colleague typed for somebody: claimed by them, or said to repeat a note of their own (USERS S3)."""

from __future__ import annotations

from collections.abc import Collection

from peerreview.analysis.review import text
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit

from . import dossier
from .dossier import Dossier
from .ports import Ports
from .writing import of, write_in


def claim(ports: Ports, signer: Signer, review: str, record: str, *, instead_of: str = "") -> None:
    """Say that a note typed on my behalf is mine; `instead_of` is my own of the same words, which goes off the page."""
    with ports.store.begin() as work:
        held, stream = _for_me(dossier.open_in(ports, work, signer, review), record)
        own = _own(held, instead_of) if instead_of else []
        write_in(ports, work, signer, stream, [*of("claim", ports.ids(), note=record), *own])
        work.commit()


def claim_all(ports: Ports, signer: Signer, review: str, records: Collection[str]) -> None:
    """Say that all these notes, typed on my behalf, are mine."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        for record in records:
            held, stream = _for_me(held, record)
            write_in(ports, work, signer, stream, of("claim", ports.ids(), note=record))
        work.commit()


def repeats(ports: Ports, signer: Signer, review: str, record: str, mine: str) -> None:
    """Say that a note typed on my behalf repeats one of my own: mine stays, the other counts no longer.

    Nothing of it is lost: the history of both stays.
    """
    with ports.store.begin() as work:
        held, stream = _for_me(dossier.open_in(ports, work, signer, review), record)
        _own(held, mine)
        write_in(ports, work, signer, stream, of("claim", ports.ids(), note=record, repeats=mine))
        work.commit()


def _for_me(held: Dossier, record: str) -> tuple[Dossier, str]:
    note = held.reviewers.record("note", record) if held.reviewers else None
    if note is None or held.reviewers is None:
        raise BadInput("This note is not here.", "Nothing has changed.", code="no_note")
    if text(note, "on_behalf_of") != held.person:
        raise Refused("This note was not typed for you.", "Nothing has changed.", code="not_for_me")
    return held, held.reviewers.id


def _own(held: Dossier, record: str) -> list[Edit]:
    """What takes a note of one's own off the page."""
    note = held.reviewers.record("note", record) if held.reviewers else None
    if note is None or note.author != held.person:
        raise BadInput("This note is not here.", "Nothing has changed.", code="no_note")
    return of("note", record, gone=True)
