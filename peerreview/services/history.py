"""The history of a field and of a review: who wrote what and when; nothing in it can be taken away unseen."""

from __future__ import annotations

from collections.abc import Mapping

from peerreview.domain import dates
from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN
from peerreview.identity.signer import Signer
from peerreview.journal import history as journal
from peerreview.journal.canonical import JsonValue
from peerreview.journal.stream import Stream

from . import handbooks, membership
from .moments import moment
from .ports import Ports, UnitOfWork
from .views import HistoryLine, HistoryView

_TITLES = {
    "note": "Note",
    "private_note": "Note (only me)",
    "main_point": "Main point",
    "next_step": "Next step",
    "agreed": "Agreed view",
    "self_view": "School's own view",
    "report": "Report",
    "visit": "Visit",
    "comment": "Host school's comment",
    "check_mark": "Host's mark on the draft",
    "check_answer": "Answer to the host's mark",
    "sheet_mark": "Mark entered from the host's sheet",
    "sheet": "Entered from the host's sheet",
}


def of_field(ports: Ports, signer: Signer, stream: str, kind: str, record: str, field: str) -> HistoryView:
    """The history of one field, newest first."""
    with ports.store.begin() as work:
        held = work.stream(stream)
        names = names_in(work, held)
        viewer = membership.author_in(work, held, signer)
        entries = journal.history(held, kind, record, field, viewer=viewer)
        lines = tuple(
            HistoryLine(
                at=moment(entry.at),
                who=names.get(entry.author, "somebody not known here"),
                value=entry.value,
                status=str(entry.status),
                said=said(ports, work, held, (kind, record, field), entry.value, names),
                odd_time=entry.earlier_than_ancestor,
                after_lock=entry.after_lock,
                inert=str(entry.inert_reason or ""),
                removed_by=names.get(entry.removal.by, "somebody not known here") if entry.removal else "",
                removed_at=moment(entry.removal.at) if entry.removal else None,
            )
            for entry in reversed(entries)
        )
        return HistoryView(field_title(kind, field), lines, _for_whom(held, kind, record, names))


def said(
    ports: Ports,
    work: UnitOfWork,
    held: Stream,
    where: tuple[str, str, str],
    value: JsonValue,
    names: Mapping[str, str],
) -> str:
    """A value in words."""
    kind, record, field = where
    known = held.table.kind(kind)
    shape = known.fields[field].type if known and field in known.fields else ""
    if isinstance(value, bool):
        return "Ticked" if value else "Not ticked"
    if isinstance(value, list):
        rows = [[str(cell or "") for cell in row] if isinstance(row, list) else [str(row)] for row in value]
        lines = [names.get(row[0], row[0]) if shape == "persons" else " | ".join(row) for row in rows]
        return ("\n" if shape == "table" else ", ").join(lines)
    text = "" if value is None else str(value)
    match shape:
        case "code":
            return text.replace("_", " ")
        case "date":
            return dates.in_full_or_text(text)
        case "person":
            return names.get(text, text)
        case "grade":
            return _grade(ports, work, held, record.partition(".")[0], text)
    return text


def _grade(ports: Ports, work: UnitOfWork, held: Stream, section: str, code: str) -> str:
    """A grade as the review's handbook says it; its bare code where that is not here or has no such section."""
    head = held.record("review", "review")
    reviewers = held.record("reviewers", "reviewers")
    if head is None and reviewers is not None and work.holds(str(reviewers.get("review"))):
        head = work.stream(str(reviewers.get("review"))).record("review", "review")
    handbook = handbooks.of_review(ports.library, head)
    if handbook is None:
        return code
    scale = handbook.scale_of(section)
    point = scale.point(code) if scale else None
    unseen = {NOT_SEEN: handbook.words.not_seen, NOT_LOOKED_AT: handbook.words.not_looked_at}
    return f"{point.code} {point.label}" if point else unseen.get(code, code)


def _for_whom(stream: Stream, kind: str, record: str, names: Mapping[str, str]) -> str:
    """For whom a note was typed by somebody else, and when they said that it is theirs; else nothing."""
    found = stream.record(kind, record)
    whom = str(found.get("on_behalf_of", "")) if found and kind == "note" else ""
    if not whom:
        return ""
    claims = [each for each in stream.records("claim") if each.get("note") == record and each.author == whom]
    claimed = f" Claimed {dates.moment(moment(claims[0].at))}." if claims else ""
    return f"Typed for {names.get(whom, 'somebody not known here')}.{claimed}"


_FIELDS = {"first": "first step", "know": "how we will know", "due": "by when", "what": "what will be done"}
"""Fields whose short name says too little."""


def title(kind: str) -> str:
    """How a kind of record is called on the screen."""
    return _TITLES.get(kind, kind.replace("_", " ").capitalize())


def field_title(kind: str, field: str) -> str:
    """How a field of a kind of record is called: "Next step, first step"."""
    return f"{title(kind)}, {_FIELDS.get(field, field.replace('_', ' '))}"


def names_in(work: UnitOfWork, stream: Stream) -> dict[str, str]:
    """How to call everybody who may have written in a stream, by person id."""
    people = stream.type.people
    told = {each.id: str(each.get("name", "")) for each in stream.all_records(people)} if people else {}
    return membership.names(work) | {person: name for person, name in told.items() if name}
