"""Main points: the only findings there are. Starred ones are the report (USERS U20); each is said aloud first (U23)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from peerreview.analysis.review import text
from peerreview.domain.reviews import Tag
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer
from peerreview.journal.place import between

from . import dossier, noting
from .dossier import Dossier
from .moments import stamp
from .ports import Ports
from .writing import of, write, write_in


def add(
    ports: Ports,
    signer: Signer,
    review: str,
    words: str,
    tag: Tag,
    section: str = "",
    *,
    evidence: str = "",
    ways: Sequence[str] = (),
    notes: Sequence[str] = (),
    starred: bool = False,
    reason: str = "",
) -> str:
    """Add a main point, at the end; gives its record id. The kinds of its linked notes become its ways."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        record = ports.ids()
        given = {"section": section, "evidence": evidence, "reason": reason}
        edits = of("main_point", record, text=words, tag=str(tag), place=between(_last(held), None))
        edits += of("main_point", record, **{name: value for name, value in given.items() if value})
        edits += of("main_point", record, ways=sorted(ways)) if ways else []
        edits += of("main_point", record, starred=True) if starred else []
        write_in(ports, work, signer, review, edits)
        if notes:
            noting.link_in(ports, dossier.open_in(ports, work, signer, review), signer, notes, record)
        work.commit()
        return record


def star(ports: Ports, signer: Signer, review: str, record: str, on: bool = True) -> None:
    """Put a main point into the report, or take it out."""
    write(ports, signer, review, of("main_point", record, starred=on))


def said(ports: Ports, signer: Signer, review: str, record: str, on: bool = True) -> None:
    """Tick that a main point was said aloud to the host (ground rule 5)."""
    write(ports, signer, review, of("main_point", record, said=on))


def why(ports: Ports, signer: Signer, review: str, record: str, words: str) -> None:
    """Say why one kind of evidence is enough for a main point; it prints in the annex."""
    write(ports, signer, review, of("main_point", record, reason=words))


def move(ports: Ports, signer: Signer, review: str, record: str, after: str | None) -> None:
    """Put a main point after another (None: first)."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        others = [each for each in held.stream.records("main_point") if each.id != record]
        places = {each.id: text(each, "place") for each in others}
        if after is not None and after not in places:
            raise BadInput("This main point is not here.", "Nothing has changed.", code="no_point")
        low = places[after] if after else None
        high = min((place for place in places.values() if low is None or place > low), default=None)
        write_in(ports, work, signer, review, of("main_point", record, place=between(low, high)))
        work.commit()


def next_step(
    ports: Ports, signer: Signer, review: str, record: str, *, first: str, owner: str, due: date, know: str
) -> None:
    """Complete a next step: the first step, who (a role), by when, and how we will know."""
    write(ports, signer, review, of("next_step", record, first=first, owner=owner, due=due.isoformat(), know=know))


def remove(ports: Ports, signer: Signer, review: str, record: str) -> None:
    """Take a main point off the page (the history keeps it)."""
    write(ports, signer, review, of("main_point", record, gone=True))


def feedback(ports: Ports, signer: Signer, review: str, *, heard_by: str, chair_present: bool) -> None:
    """Record who heard the feedback, and when."""
    at = stamp(ports.clock())
    write(ports, signer, review, of("feedback", "feedback", heard_by=heard_by, chair_present=chair_present, at=at))


def _last(held: Dossier) -> str | None:
    return max((text(each, "place") for each in held.stream.records("main_point")), default="") or None
