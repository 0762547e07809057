"""Two versions of a field: both are kept and shown until a person chooses (DESIGN §4, USERS §2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from peerreview.domain import dates
from peerreview.domain.ledger import Arrival
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Stream

from . import dossier, history, membership
from .dossier import view
from .moments import moment
from .ports import Ports, UnitOfWork
from .reviews import removed_beside, unsettled
from .views import FieldView, TwoVersions, VersionView
from .writing import write

_LINE = "line"
GONE = "gone"
"""The field that says that a record was removed."""
_BETWEEN = {"text": "\n", _LINE: "; "}
"""What stands between two versions of which both stand, by the type of their field."""


def waiting(ports: Ports, signer: Signer, stream: str) -> tuple[TwoVersions, ...]:
    """What has two versions in a stream, mine first in each; of a review, in all that belongs to it."""
    with ports.store.begin() as work:
        came = {each.id: each for each in work.arrivals()}
        streams = dossier.open_in(ports, work, signer, stream).held() if stream.startswith("review-") else ()
        return tuple(
            found for held in streams or (work.stream(stream),) for found in _in_stream(ports, work, signer, held, came)
        )


def _in_stream(
    ports: Ports, work: UnitOfWork, signer: Signer, held: Stream, came: Mapping[str, Arrival]
) -> Iterator[TwoVersions]:
    person = membership.author_in(work, held, signer)
    names = history.names_in(work, held)

    def name_of(each: str) -> str:
        return names.get(each, "somebody not known here")

    def told(version: VersionView, where: tuple[str, str, str]) -> VersionView:
        origin = _origin(came.get(work.came_in(version.op.partition(":")[0])), signer.person)
        gone = where[2] == GONE
        words = ("Removed" if version.value else "Kept") if gone else ""
        said = words or history.said(ports, work, held, where, version.value, names)
        return replace(version, origin=origin, said=said)

    for kind, record, field in unsettled(held):
        shown = view(held, person, name_of, kind, record, field, people=held.people)
        versions = [told(each, (kind, record, field)) for each in shown.versions]
        title = history.field_title(kind, field)
        if field == GONE:
            title = f"{history.title(kind)}: removed, or kept?"
            if beside := removed_beside(held, kind, record):
                removal, edit, name = beside
                away, kept = (
                    VersionView(each.op, name_of(each.author), each.author == person, moment(each.at), value)
                    for each, value in ((removal, True), (edit, False))
                )
                words = history.said(ports, work, held, (kind, record, name), edit.value, names)
                said = f"Kept, with {name.replace('_', ' ')}: {words}"
                versions = [told(away, (kind, record, GONE)), replace(told(kept, (kind, record, GONE)), said=said)]
        found = replace(shown, versions=tuple(sorted(versions, key=lambda each: not each.mine)))
        yield TwoVersions(title, found, _both(ports, found), one_line=_type(ports, found) == _LINE)


def _origin(arrival: Arrival | None, me: str) -> str:
    """Where a version came from: this computer, or a file."""
    if arrival is None:
        return "Written on this computer"
    whose = "another computer of yours" if arrival.sender == me else arrival.sender_name
    return f"Came in a file from {whose}, {dates.moment(arrival.at)}"


def choose(ports: Ports, signer: Signer, field: FieldView, op: str) -> None:
    """Let one version stand; the others stay in the history."""
    chosen = next((version for version in field.versions if version.op == op), None)
    if chosen is None:
        raise BadInput("This version is not there any more.", "Both are kept.", "Look again.", code="no_version")
    if chosen.status != "present":  # choosing it would clear the field
        raise Refused(
            "What this version says is not on this computer.", "Both are kept.", "Choose where it is.", code="not_shown"
        )
    write(ports, signer, field.stream, [Edit(field.kind, field.record, field.field, chosen.value, field.saw)])


def third(ports: Ports, signer: Signer, field: FieldView, words: str) -> None:
    """Write a third text in place of the versions; all of them stay in the history."""
    if not words.strip():
        raise BadInput("Nothing was written.", "Both are kept.", "Write the text that should stand.", code="no_words")
    write(ports, signer, field.stream, [Edit(field.kind, field.record, field.field, words.strip(), field.saw)])


def both(ports: Ports, signer: Signer, field: FieldView) -> None:
    """Let both texts stand, one after the other, mine first. Raises Refused ("not_both") where they are not words."""
    words = _both(ports, field)
    if not words:
        raise Refused("Of these only one can stand.", "Both are kept.", "Choose one of them.", code="not_both")
    write(ports, signer, field.stream, [Edit(field.kind, field.record, field.field, words, field.saw)])


def let_go(ports: Ports, signer: Signer, field: FieldView) -> None:
    """Forget a third text that was begun and is not wanted: left behind, it would stand in place of both."""
    where = field.kind, field.record, field.field
    entries = ports.typing.entries(field.stream)
    ports.typing.drop(each for each in entries if (each.kind, each.record, each.field) == where)


def _both(ports: Ports, field: FieldView) -> str:
    """What both versions come to, mine first; nothing where they are not words, or one is not there."""
    between = _BETWEEN.get(_type(ports, field))
    versions = sorted(field.versions, key=lambda each: not each.mine)
    texts = [each.value for each in versions if isinstance(each.value, str) and each.value]
    return between.join(texts) if between and len(texts) == len(versions) else ""


def _type(ports: Ports, field: FieldView) -> str:
    kind = ports.table.kind(field.kind)
    known = kind.fields.get(field.field) if kind else None
    return known.type if known else ""
