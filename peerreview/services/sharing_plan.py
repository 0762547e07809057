"""The host's usual sharing plan, in one tick: as last time, else as the handbook has it, never below the least."""

from __future__ import annotations

from datetime import date

from peerreview.analysis.review import text
from peerreview.domain.reviews import Audience, Level
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit

from . import dossier, membership
from .dossier import Dossier
from .ports import Ports
from .writing import of, write_in

NOTHING = "none"
"""The level of an audience that is to get nothing."""


def tick(ports: Ports, signer: Signer, review: str, on: bool = True) -> None:
    """Take the usual plan; or, unticked, plan to share with nobody."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        today = held.today.isoformat()
        edits: list[Edit] = []
        for audience, level in usual(held).items():
            edits += of("sharing", str(audience), level=str(level) if on else NOTHING, on=today)
        if on:
            edits += [
                Edit("sharing", each.id, "level", NOTHING)
                for each in held.stream.records("sharing")
                if each.id not in usual(held) and text(each, "level") not in ("", NOTHING)
            ]
        write_in(ports, work, signer, review, edits)
        work.commit()


def is_usual(held: Dossier) -> bool:
    """Whether the plan as it stands is the usual one."""
    planned = {each.id: text(each, "level") for each in held.stream.records("sharing")}
    standing = {audience: level for audience, level in planned.items() if level not in ("", NOTHING)}
    return bool(standing) and standing == {str(audience): str(level) for audience, level in usual(held).items()}


def usual(held: Dossier) -> dict[Audience, Level]:
    """What each audience usually gets: what the school planned last time, or what the handbook has."""
    last = _last_time(held)
    network = membership.network(held.work)
    found: dict[Audience, Level] = {}
    for line in held.handbook.sharing.audiences:
        level = last.get(line.audience) if last else line.usual
        least = (network.least.get(str(line.audience)) if network else None) or line.least
        if level is None:
            continue
        found[line.audience] = max(level, Level(least), key=lambda each: each.rank) if least else level
    return found


def _last_time(held: Dossier) -> dict[Audience, Level]:
    """The plan of the school's review before this one, as far as it is on this computer."""
    urn, on = text(held.head, "school"), held.visit_date or date.max
    earlier = [
        line
        for line in held.work.review_lines()
        if line.school == urn and line.stream != held.id and line.visit_date and line.visit_date < on
    ]
    if not earlier:
        return {}
    stream = held.work.stream(max(earlier, key=lambda line: line.visit_date or date.min).stream)
    return {
        Audience(each.id): Level(text(each, "level"))
        for each in stream.records("sharing")
        if each.id in tuple(Audience) and text(each, "level") in tuple(Level)
    }
