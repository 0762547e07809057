"""Notes: one or many in one go, for reviewers or only me, linked to main points, searched, claimed, removed.

A private note lives in its own stream that never leaves this computer; sharing it copies its text into a new note
that does not point back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from peerreview.analysis.review import text
from peerreview.domain.people import Role
from peerreview.errors import BadInput, Refused
from peerreview.handbook.model import Handbook
from peerreview.identity.signer import Signer
from peerreview.journal.canonical import JsonValue
from peerreview.journal.compose import Edit

from . import dossier, membership, pad, reviewers, slots
from .dossier import WRITERS, Dossier
from .moments import stamp
from .ports import Ports, UnitOfWork
from .timetable import of_visit
from .views import SlotView
from .writing import begin_in, of, write, write_in


@dataclass(frozen=True)
class Noted:
    """The notes made. `private` when they are *Only me*; `sentence` says so when that was not asked for."""

    records: tuple[str, ...]
    private: bool
    sentence: str = ""


@dataclass(frozen=True)
class FoundNote:
    """A note found by searching, and the review it belongs to; `snippet` marks the words found with « »."""

    stream: str
    record: str
    review: str
    school: str
    snippet: str


@dataclass(frozen=True)
class _Line:
    """One note as typed: its kind of evidence, its words, and the moment they belong to."""

    activity: str
    words: str
    at: datetime


MANY = 60
"""From so many lines on, nobody means a note a line: whoever pasted them is asked."""

LONGEST = 100_000
"""Letters in one note, at most (resources/records.yaml)."""


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
        typed = _Typed(activity, words.strip()) if activity else _prefixed(held.handbook, words)
        given = {"section": section, "place": place, "shows": shows, "on_behalf_of": on_behalf_of}
        noted = _add(ports, held, signer, [_Line(*typed, at or ports.clock())], private, given, record)
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
    slot: str = "",
    section: str = "",
    private: bool = False,
    on_behalf_of: str = "",
    record: str = "",
    whole: bool = False,
) -> Noted:
    """Write many notes in one go: a line each; `books: Y4 ...` sets the kind (USERS U22). Empty lines do not count.

    `slot` is a part of the timetable, which gives the time and the kind that a line does not say itself, or
    `slots.BY_TIMETABLE`. With `whole` all lines are one note. `record` is the id of the pad they stood on. Raises
    `ManyLines` before so many notes are made as nobody means.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        typed = [lines.strip()] if whole else [line.strip() for line in lines.splitlines() if line.strip()]
        if len(typed) >= MANY:
            raise ManyLines(len(typed))
        day = _Day(held.handbook, _timetable(held), held.visit_date, at or ports.clock())
        found = [_placed(day, _prefixed(held.handbook, line), "" if at else slot) for line in typed]
        noted = _add(ports, held, signer, found, private, {"section": section, "on_behalf_of": on_behalf_of}, record)
        pad.clear(work, review, record)
        work.commit()
    if record:
        ports.typing.drop(entry for entry in ports.typing.entries(review) if entry.record == record)
    return noted


def change(ports: Ports, signer: Signer, stream: str, record: str, **fields: JsonValue) -> None:
    """Change fields of one's own note (activity, at, place, section, shows, typical, seen_by, starred, text)."""
    write(ports, signer, stream, of(kind_in(stream), record, **fields))


def remove(ports: Ports, signer: Signer, stream: str, record: str) -> None:
    """Take a note off the page; the history keeps it. For words that must go everywhere: `keeping.remove_for_good`."""
    write(ports, signer, stream, of(kind_in(stream), record, gone=True))


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
            raise no_stream()
        record = ports.ids()
        given = {"question": code, "section": section, "answer": answer}
        edits = of("asked", record, text=words, **{name: value for name, value in given.items() if value})
        write_in(ports, work, signer, stream, edits)
        work.commit()
        return record


def search(ports: Ports, signer: Signer, query: str, limit: int = 50) -> tuple[FoundNote, ...]:
    """Notes and private notes that hold these words, in every review."""
    with ports.store.begin() as work:
        schools = {line.stream: line.school_name for line in work.review_lines()}
        return tuple(
            FoundNote(hit.stream, hit.record, hit.review, schools[hit.review], hit.snippet)
            for hit in work.search_notes(query, limit)
            if hit.review in schools
        )


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
    private: bool,
    given: Mapping[str, str],
    record: str = "",
) -> Noted:
    longest = max((len(line.words) for line in lines), default=0)
    if longest > LONGEST:
        raise TooLong(longest)
    shared = None if private else reviewers_in(ports, held, signer)
    stream = shared or private_in(ports, held.work, signer)
    kind = "note" if shared else "private_note"
    fields: dict[str, JsonValue] = {
        name: value for name, value in given.items() if value and (shared or name != "on_behalf_of")
    }
    if not shared:
        fields["review"] = held.id
    records = [record or ports.ids(), *(ports.ids() for _ in lines[1:])]
    taken = {text(note, "at") for note in held.work.stream(stream).records(kind)}
    edits: list[Edit] = []
    for note, line in zip(records, lines, strict=False):
        kinds = {"activity": line.activity} if line.activity else {}
        at = line.at
        while stamp(at) in taken:  # notes of one slot stay in the order in which they were typed
            at += timedelta(milliseconds=1)
        taken.add(stamp(at))
        edits += of(kind, note, text=line.words, at=stamp(at), **fields, **kinds)
    write_in(ports, held.work, signer, stream, edits)
    waits = not shared and not private
    sentence = "Kept as Only me until the report writer's file comes; then share them in one tick." if waits else ""
    return Noted(tuple(records[: len(lines)]), shared is None, sentence)


class _Typed(NamedTuple):
    """A line's kind of evidence, or nothing, and the words after its prefix."""

    activity: str
    words: str


@dataclass(frozen=True)
class _Day:
    """The day that notes are of: its timetable and the moment they are typed."""

    handbook: Handbook
    slots: Sequence[SlotView]
    on: date | None
    now: datetime


def _placed(day: _Day, typed: _Typed, slot: str) -> _Line:
    """A line with the time and, where it does not say one, the kind of its slot."""
    if slot == slots.BY_TIMETABLE:
        found = slots.of_note(day.slots, day.on, day.now, typed.activity)
        activity = typed.activity or slots.activity_now(day.handbook, day.slots, day.on, day.now)
    else:
        found = next((each for each in day.slots if each.record == slot), None)
        known = day.handbook.activity(found.activity) if found else None
        activity = typed.activity or (known.code if known else "")
    at = slots.moment_of(found.start, day.on) if found and day.on else day.now
    return _Line(activity, typed.words, at)


def _timetable(held: Dossier) -> Sequence[SlotView]:
    return of_visit(held.triad, held.visit.id) if held.visit else ()


def _prefixed(handbook: Handbook, line: str) -> _Typed:
    """A typed line: `books: Y4 ...` is of the kind whose prefix it begins with."""
    prefix, colon, rest = line.partition(":")
    activity = handbook.activity_of(prefix) if colon and rest.strip() else None
    return _Typed(activity.code, rest.strip()) if activity else _Typed("", line.strip())


def kind_in(stream: str) -> str:
    """The kind of the notes that a stream holds."""
    return "private_note" if stream.startswith("private-") else "note"


def no_stream() -> Refused:
    """Notes for the reviewers have no place yet."""
    return Refused(
        "The report writer's file has not come yet.",
        "What you typed is still on the page.",
        "Open the report writer's file first.",
        code="no_reviewers_stream",
    )


class ManyLines(Refused):
    """So many lines at once that whoever pasted them is asked what they are."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"These are {count} lines.",
            "They are still on the note pad.",
            "Keep them as one note, or add them in smaller parts.",
            code="many_lines",
        )


class TooLong(BadInput):
    """A text that no note holds."""

    def __init__(self, letters: int) -> None:
        super().__init__(
            f"A note holds {LONGEST:,} letters; this one has {letters:,}.",
            "It is still on the note pad.",
            "Add it in parts, or attach it as a document.",
            code="long_note",
        )
