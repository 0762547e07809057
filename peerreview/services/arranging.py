"""Notes in another order, split, joined, and moved between *Only me* and the reviewers; each act is one change.

A private note lives in its own stream that never leaves this computer. Moving a note copies its words into a new one
that does not point back; moved to Only me, they are removed for good from what the reviewers hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peerreview.analysis.review import text
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal import disposal, place
from peerreview.journal.canonical import JsonValue
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Record, Stream

from . import dossier, membership, noting
from .moments import moment
from .noting import Noted
from .ports import Ports, UnitOfWork
from .writing import of, write_in

_SAID = ("activity", "at", "place", "section", "shows", "starred")
"""What is said of a note besides its words, wherever it lives."""

_SAID_TO_REVIEWERS = ("typical", "seen_by", "on_behalf_of", "point")


def place_of(note: Record) -> str:
    """Where a note stands among all of them: where it was put, or else by its time."""
    return text(note, "order") or (place.of_moment(moment(at)) if (at := text(note, "at")) else "")


def move(ports: Ports, signer: Signer, stream: str, record: str, *, after: str, before: str) -> None:
    """Put a note of one's own between two places (`NoteView.order`; empty: the beginning or the end)."""
    with ports.store.begin() as work:
        _own(ports, work, signer, stream, record)
        key = place.between(after or None, before or None)
        write_in(ports, work, signer, stream, of(noting.kind_in(stream), record, order=key))
        work.commit()


def split(ports: Ports, signer: Signer, stream: str, record: str, first: str, second: str) -> str:
    """Make two notes of one: `first` stays, `second` becomes a note of its own right after it, and says the same of
    itself; gives its record id."""
    if not first.strip() or not second.strip():
        raise BadInput(
            "One of the two notes would be empty.", "Nothing has changed.",
            "Put the cursor where the second note begins.", code="nothing_to_split",
        )  # fmt: skip
    with ports.store.begin() as work:
        held, note = _own(ports, work, signer, stream, record)
        here = place_of(note)
        keys = [place_of(each) for each in held.records(note.kind)]
        following = min([key for key in keys if key > here] + [f"{here}z"])  # nothing of another journal in between
        made = ports.ids()
        fields = _said(note, (*_SAID, *_SAID_TO_REVIEWERS, "review"))
        fields |= {"text": second.strip(), "order": place.between(here or None, following)}
        write_in(
            ports, work, signer, stream, [*of(note.kind, record, text=first.strip()), *of(note.kind, made, **fields)]
        )
        work.commit()
        return made


def merge(ports: Ports, signer: Signer, stream: str, records: Sequence[str]) -> None:
    """Make one note of several, in the order given: the first keeps what is said of it and takes what it lacks."""
    if len(records) < 2:
        raise BadInput("Choose two notes to join.", "Nothing has changed.", code="nothing_to_merge")
    with ports.store.begin() as work:
        notes = [_own(ports, work, signer, stream, record)[1] for record in records]
        first, rest = notes[0], notes[1:]
        fields: dict[str, JsonValue] = {"text": "\n".join(text(note, "text") for note in notes)}
        for note in rest:
            fields = _said(note, (*_SAID, *_SAID_TO_REVIEWERS)) | fields
        seen_by = {person for note in notes for person in dossier.texts(note, "seen_by")}
        fields = {name: value for name, value in fields.items() if name == "text" or first.get(name) is None}
        edits = of(first.kind, first.id, **fields)
        edits += of(first.kind, first.id, seen_by=sorted(seen_by)) if seen_by else []
        edits += [edit for note in rest for edit in of(note.kind, note.id, gone=True)]
        write_in(ports, work, signer, stream, list({(each.record, each.field): each for each in edits}.values()))
        work.commit()


def to_reviewers(ports: Ports, signer: Signer, review: str, records: Iterable[str]) -> Noted:
    """Move notes of *Only me* to the reviewers; they go off the private page and are found there no more."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        stream = noting.reviewers_in(ports, held, signer)
        if stream is None or held.private is None:
            raise Refused(
                "The report writer's file has not come yet.",
                "Your notes are kept as Only me.",
                "Open the report writer's file, then share them.",
                code="no_reviewers_stream",
            )
        made: list[str] = []
        edits: list[Edit] = []
        left: list[Edit] = []
        for record in records:
            note = held.private.record("private_note", record)
            if note is None:
                raise BadInput("This note is not here.", "Nothing has changed.", code="no_note")
            made.append(ports.ids())
            edits += of("note", made[-1], **_said(note, (*_SAID, "text", "order")))
            left += of("private_note", record, gone=True)
        write_in(ports, work, signer, stream, edits)
        write_in(ports, work, signer, held.private.id, left)
        work.commit()
        return Noted(tuple(made), private=False)


def to_me_alone(ports: Ports, signer: Signer, review: str, record: str) -> Noted:
    """Move a note of one's own from the reviewers to *Only me*: its words are removed for good from their journal.

    Who holds a copy already is asked by the next file to remove it too (`Noted.sentence`).
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        if held.reviewers is None:
            raise BadInput("This note is not here.", "Nothing has changed.", code="no_note")
        stream, note = _own(ports, work, signer, held.reviewers.id, record)
        if text(note, "on_behalf_of"):
            raise Refused(
                "This note was typed for a colleague.", "Nothing has changed.", "Ask them.", code="for_a_colleague"
            )
        if any(text(photo, "note") == record for photo in stream.records("photo")):
            raise Refused(
                "A note with a photo cannot be Only me.", "Nothing has changed.", "Take the photo off first.",
                code="note_has_photo",
            )  # fmt: skip
        made, private = ports.ids(), noting.private_in(ports, work, signer)
        fields = _said(note, (*_SAID, "text", "order")) | {"review": held.id}
        write_in(ports, work, signer, private, of("private_note", made, **fields))
        author = membership.author_in(work, stream, signer)
        ops = disposal.ops_of(stream, "note", record, author)
        removal = disposal.edits_to_dispose(stream, ops, author=author, ids=ports.ids)
        write_in(ports, work, signer, stream.id, [*of("note", record, gone=True), *removal])
        sent = any(sending.kind == "streams" for sending in work.sendings())
        work.commit()
    said = "Now only on this computer."
    said += " Colleagues who had a copy are asked with your next file, and their computers remove it." if sent else ""
    return Noted((made,), True, said)


def _said(note: Record, names: Iterable[str]) -> dict[str, JsonValue]:
    return {name: note.get(name) for name in names if note.get(name) is not None}


def _own(ports: Ports, work: UnitOfWork, signer: Signer, stream: str, record: str) -> tuple[Stream, Record]:
    """A note that is the signer's to arrange, in its stream."""
    held = work.stream(stream)
    note = held.record(noting.kind_in(stream), record)
    if note is None or note.gone:
        raise BadInput("This note is not here.", "Nothing has changed.", code="no_note")
    if note.author != membership.author_in(work, held, signer):
        raise Refused(
            "A colleague wrote this note: it stays as they wrote it.", "Nothing has changed.",
            "Write your own beside it.", code="not_my_note",
        )  # fmt: skip
    return held, note
