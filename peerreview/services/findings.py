"""What to look at before a report is signed. Four things stop a signature; everything else is "sign and say why".

What is found is reckoned in `peerreview.analysis.stops`. A finding that was looked at stays answered for as long as
the same words stand in the same place.
"""

from __future__ import annotations

from peerreview.analysis import released, stops
from peerreview.analysis.draft import next_number
from peerreview.domain.reviews import Step
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer

from . import dossier, membership
from .deadlines import deadlines
from .dossier import Dossier
from .history import title
from .ports import Ports
from .review_views import Finding
from .views import Screen, Target
from .writing import of, write, write_in

_SCREENS = {
    "main_point": Screen.POINTS,
    "next_step": Screen.POINTS,
    "agreed": Screen.GRADES,
    "difference": Screen.GRADES,
    "self_view": Screen.GRADES,
    "key_question": Screen.CALL,
    "last_step": Screen.PREPARE,
    "check_mark": Screen.CHECK,
    "check_answer": Screen.CHECK,
    "step": Screen.CHECK,
    "comment": Screen.CHECK,
    "cast": Screen.PREPARE,
    "reason": Screen.SIGN,
}


def before_signing(ports: Ports, signer: Signer, review: str) -> tuple[Finding, ...]:
    """Everything to look at now, stops first. A finding with a `reason` has been answered."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        return findings_in(held, next_number(held.review))


def look_at(ports: Ports, signer: Signer, review: str, finding: Finding, answer: str) -> None:
    """Answer a likely name: it is fine, because... The answer is remembered."""
    if not answer.strip():
        raise BadInput("Please say why it is fine.", "Nothing has changed.", code="no_answer")
    write(ports, signer, review, of("looked_at", finding.digest[:32], finding=finding.digest, answer=answer))


def say_why(ports: Ports, signer: Signer, review: str, finding: Finding, words: str) -> None:
    """Sign and say why: the report writer's one line for a finding; it is printed in the annex."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        record = f"{next_number(held.review)}.{finding.code}"
        write_in(ports, work, signer, review, of("reason", record, words=words))
        work.commit()


def findings_in(held: Dossier, number: int) -> tuple[Finding, ...]:
    """The same within a unit of work, for the version of this number."""
    release = released.build(held.review, number)
    may_stand = (*membership.known_names(held.work), *held.names.values())
    found = (
        *stops.stops(held.review, release, due=_had_time(held), may_stand=may_stand),
        *stops.reasons(held.review, release, number),
    )
    return tuple(_view(held, each) for each in found)


def standing(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that still stand in the way: stops, and what has no reason yet."""
    return tuple(each for each in found if not each.reason)


def _had_time(held: Dossier) -> bool:
    """Whether the day for the host's check has passed."""
    on = held.visit_date
    due = deadlines(held.handbook, on, held.closure_days, held.stream, held.today) if on else ()
    return any(each.code == Step.CHECKED and each.on < held.today for each in due)


def _view(held: Dossier, found: stops.Finding) -> Finding:
    place = found.place
    return Finding(
        code=found.code,
        place=title(place.kind),
        text=found.sentence,
        stop=found.stop,
        reason=found.reason,
        fix=found.words,
        digest=found.digest,
        target=Target(_SCREENS.get(place.kind, Screen.REPORT), held.id, place.record),
    )
