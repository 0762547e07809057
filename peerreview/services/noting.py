"""Notes: one or many in one go, for reviewers or only me, linked to main points, searched, claimed, removed.

A private note lives in its own stream that never leaves this computer; sharing it copies its text into a new note
that does not point back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from peerreview.analysis.review import text
from peerreview.domain.ledger import NoteHit
from peerreview.domain.people import Role
from peerreview.errors import BadInput, Refused
from peerreview.handbook.model import Handbook
from peerreview.identity.signer import Signer
from peerreview.journal.canonical import JsonValue
from peerreview.journal.compose import Edit

from . import dossier, membership, reviewers
from .dossier import WRITERS, Dossier
from .moments import stamp
from .ports import Ports, UnitOfWork
from .writing import begin_in, of, write, write_in

_COPIED = ("text", "activity", "at", "place", "section", "shows", "starred")


@dataclass(frozen=True)
class Noted:
    """The notes made. `private` when they are *Only me*; `sentence` says so when that was not asked for."""

    records: tuple[str, ...]
    private: bool
    sentence: str = ""


@dataclass(frozen=True)
class _Line:
    """One note as typed: its kind of evidence and its words."""

    activity: str
    words: str


def add(
    ports: Ports,
    signer: Signer,
    review: str,
    words: str,
    *,
    private: bool = False,
    activity: str = "",
    section: str = "",
    place: str = "",
    shows: str = "",
    at: datetime | None = None,
    on_behalf_of: str = "",
    record: str = "",
) -> Noted:
    """Write a note. Only the words are required; a prefix ("books: ...") sets the kind when none is given.

    `record` is the id the note was being typed under; its typing is settled by this.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        line = _Line(activity, words) if activity else _prefixed(held.handbook, words)
        given = {"section": section, "place": place, "shows": shows, "on_behalf_of": on_behalf_of}
        noted = _add(ports, held, signer, [line], at, private, given, record)
        work.commit()
    if record:
        ports.typing.drop(entry for entry in ports.typing.entries() if entry.record == record)
    return noted


def add_many(
    ports: Ports,
    signer: Signer,
    review: str,
    lines: str,
    *,
    at: datetime | None = None,
    section: str = "",
    private: bool = False,
    on_behalf_of: str = "",
) -> Noted:
    """Write many notes in one go: a line each; `books: Y4 ...` sets the kind (USERS U22). Empty lines do not count."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        typed = [_prefixed(held.handbook, line) for line in lines.splitlines() if line.strip()]
        noted = _add(ports, held, signer, typed, at, private, {"section": section, "on_behalf_of": on_behalf_of})
        work.commit()
        return noted


def change(ports: Ports, signer: Signer, stream: str, record: str, **fields: JsonValue) -> None:
    """Change fields of one's own note (activity, at, place, section, shows, typical, seen_by, starred, text)."""
    write(ports, signer, stream, of(_kind(stream), record, **fields))


def remove(ports: Ports, signer: Signer, stream: str, record: str) -> None:
    """Take a note off the page; the history keeps it. For words that must go everywhere: `keeping.remove_for_good`."""
    write(ports, signer, stream, of(_kind(stream), record, gone=True))


def share(ports: Ports, signer: Signer, review: str, records: Iterable[str]) -> Noted:
    """Share private notes with the reviewers: each is copied into a new note that does not point back."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        stream = reviewers_in(ports, held, signer)
        if stream is None or held.private is None:
            raise Refused(
                "The report writer's file has not come yet.",
                "Your notes are kept as Only me.",
                "Open the report writer's file, then share them.",
                code="no_reviewers_stream",
            )
        made: list[str] = []
        edits: list[Edit] = []
        for record in records:
            note = held.private.record("private_note", record)
            if note is None:
                raise BadInput("This note is not here.", "Nothing has changed.", code="no_note")
            made.append(ports.ids())
            fields: dict[str, JsonValue] = {name: note.get(name) for name in _COPIED if note.get(name) is not None}
            edits += of("note", made[-1], **fields)
        write_in(ports, work, signer, stream, edits)
        work.commit()
        return Noted(tuple(made), private=False)


def claim(ports: Ports, signer: Signer, review: str, record: str) -> None:
    """Say that a note typed on my behalf is mine."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        if held.reviewers is None:
            raise BadInput("This note is not here.", "Nothing has changed.", code="no_note")
        note = held.reviewers.record("note", record)
        if note is None or text(note, "on_behalf_of") != held.person:
            raise Refused("This note was not typed for you.", "Nothing has changed.", code="not_for_me")
        write_in(ports, work, signer, held.reviewers.id, of("claim", ports.ids(), note=record))
        work.commit()


def link(ports: Ports, signer: Signer, review: str, notes: Sequence[str], point: str) -> None:
    """Link notes to a main point; the point then says in how many ways it was seen."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        link_in(ports, held, signer, notes, point)
        work.commit()


def link_in(ports: Ports, held: Dossier, signer: Signer, notes: Sequence[str], point: str) -> None:
    """The same within a unit of work. A colleague's note is not mine to write: its kind counts, the link is his."""
    if held.reviewers is None:
        return
    found = [note for note in (held.reviewers.record("note", each) for each in notes) if note is not None]
    mine = [note for note in found if note.author == held.person]
    edits = [Edit("note", note.id, "point", point) for note in mine]
    if edits:
        write_in(ports, held.work, signer, held.reviewers.id, edits)
    linked = [note for note in held.reviewers.records("note") if text(note, "point") == point]
    ways = {text(note, "activity") for note in [*linked, *found]} - {""}
    present = held.stream.record("main_point", point)
    if present is not None:
        ways |= set(dossier.texts(present, "ways"))
        write_in(ports, held.work, signer, held.id, of("main_point", point, ways=sorted(ways)))


def asked(
    ports: Ports, signer: Signer, review: str, words: str, *, code: str = "", section: str = "", answer: str = ""
) -> str:
    """Keep a question that was asked, from the bank (`code`) or one's own, and what was answered."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        stream = reviewers_in(ports, held, signer)
        if stream is None:
            raise _no_stream()
        record = ports.ids()
        given = {"question": code, "section": section, "answer": answer}
        edits = of("asked", record, text=words, **{name: value for name, value in given.items() if value})
        write_in(ports, work, signer, stream, edits)
        work.commit()
        return record


def search(ports: Ports, signer: Signer, query: str, limit: int = 50) -> tuple[NoteHit, ...]:
    """Notes and private notes that hold these words."""
    with ports.store.begin() as work:
        return work.search_notes(query, limit)


def reviewers_in(ports: Ports, held: Dossier, signer: Signer) -> str | None:
    """The stream that only the reviewers hold. The report writer begins it when it is first needed; None before."""
    if held.role not in WRITERS:
        raise Refused("Notes are the reviewers'.", "Nothing has changed.", code="not_a_reviewer")
    if held.reviewers is not None:
        follow_cast(ports, held, signer)
        return held.reviewers.id
    if held.role != Role.LEAD_REVIEWER:
        return None
    edits = of("reviewers", "reviewers", review=held.id) + _people(held)
    stream = begin_in(ports, held.work, signer, "reviewers", edits)
    reviewers.keep(held.work, held.id, stream)
    return stream


def follow_cast(ports: Ports, held: Dossier, signer: Signer) -> None:
    """Let the reviewers' stream name who reviews now: whoever joined may hold it, whoever left gets no more of it.

    Only its leader may say so; on anybody else's computer nothing happens. The caller commits.
    """
    stream = held.reviewers
    if stream is not None and Role.LEAD_REVIEWER in stream.roles(membership.author_in(held.work, stream, signer)):
        write_in(ports, held.work, signer, stream.id, _people(held))


def _people(held: Dossier) -> list[Edit]:
    named = {each.id: each for each in held.reviewers.all_records("reviewer")} if held.reviewers else {}
    edits: list[Edit] = []
    for person in held.reviewing:
        edits += of("reviewer", person, role=held.role_of(person), name=held.name_of(person))
        edits += of("reviewer", person, gone=False) if person in named and named[person].gone else []
    left = [each.id for each in named.values() if each.id not in held.reviewing and not each.gone]
    return edits + [Edit("reviewer", person, "gone", True) for person in left]


def private_in(ports: Ports, work: UnitOfWork, signer: Signer) -> str:
    """This person's private stream, begun when it is first needed."""
    stream = work.setting("private")
    if not stream:
        stream = begin_in(ports, work, signer, "private", [])
        work.set_setting("private", stream)
    return stream


def _add(
    ports: Ports,
    held: Dossier,
    signer: Signer,
    lines: Sequence[_Line],
    at: datetime | None,
    private: bool,
    given: Mapping[str, str],
    record: str = "",
) -> Noted:
    shared = None if private else reviewers_in(ports, held, signer)
    stream = shared or private_in(ports, held.work, signer)
    kind = "note" if shared else "private_note"
    fields: dict[str, JsonValue] = {
        name: value for name, value in given.items() if value and (shared or name != "on_behalf_of")
    }
    if not shared:
        fields["review"] = held.id
    records = [record or ports.ids(), *(ports.ids() for _ in lines[1:])]
    edits: list[Edit] = []
    for note, line in zip(records, lines, strict=False):
        kinds = {"activity": line.activity} if line.activity else {}
        edits += of(kind, note, text=line.words, at=stamp(at or ports.clock()), **fields, **kinds)
    write_in(ports, held.work, signer, stream, edits)
    waits = not shared and not private
    sentence = "Kept as Only me until the report writer's file comes; then share them in one tick." if waits else ""
    return Noted(tuple(records[: len(lines)]), shared is None, sentence)


def _prefixed(handbook: Handbook, line: str) -> _Line:
    """A typed line: `books: Y4 ...` is of the kind whose prefix it begins with."""
    prefix, colon, rest = line.partition(":")
    activity = handbook.activity_of(prefix) if colon and rest.strip() else None
    return _Line(activity.code, rest.strip()) if activity else _Line("", line.strip())


def _kind(stream: str) -> str:
    return "private_note" if stream.startswith("private-") else "note"


def _no_stream() -> Refused:
    return Refused(
        "The report writer's file has not come yet.",
        "What you typed is still on the page.",
        "Open the report writer's file first.",
        code="no_reviewers_stream",
    )
