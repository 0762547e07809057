"""What to look at before a report is signed. Four things stop a signature; everything else is "sign and say why".

What is found is reckoned in `peerreview.analysis.stops`. A finding that was looked at stays answered for as long as
the same words stand in the same place.
"""

from __future__ import annotations

from collections.abc import Iterator

from peerreview.analysis import guard, released, stops
from peerreview.analysis.draft import next_number
from peerreview.analysis.review import text
from peerreview.domain.reviews import Step
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer

from . import dossier, membership
from .deadlines import deadlines
from .dossier import Dossier, texts
from .history import title
from .ports import Ports
from .report_views import Finding
from .views import Screen, Target
from .writing import of, write, write_in

_SCREENS = {
    "main_point": Screen.POINTS,
    "next_step": Screen.POINTS,
    "agreed": Screen.GRADES,
    "difference": Screen.GRADES,
    "good_question": Screen.GRADES,
    "self_view": Screen.PREPARE,
    "key_question": Screen.CALL,
    "last_step": Screen.PREPARE,
    "check_mark": Screen.CHECK,
    "check_answer": Screen.CHECK,
    "sheet_mark": Screen.CHECK,
    "step": Screen.CHECK,
    "comment": Screen.CHECK,
    "cast": Screen.PREPARE,
    "reason": Screen.SIGN,
}
_RATHER = {("main_point", "said"): Screen.FEEDBACK, ("step", str(Step.DRAFT)): Screen.REPORT}
"""Where a field, or a step, has its own place: a point is ticked as said on the feedback page."""


def before_signing(ports: Ports, signer: Signer, review: str) -> tuple[Finding, ...]:
    """Everything to look at now, stops first. A finding with a `reason` has been answered."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        known = membership.network(work) is None or membership.is_member(work, signer)
        return findings_in(held, next_number(held.review), () if known else (signer.name,))


def look_at(ports: Ports, signer: Signer, review: str, finding: Finding, answer: str) -> None:
    """Answer a likely name: it is fine, because... The answer is remembered."""
    if not answer.strip():
        raise BadInput("Please say why it is fine.", "Nothing has changed.", code="no_answer")
    write(ports, signer, review, of("looked_at", finding.digest[:32], finding=finding.digest, answer=answer))


def change(ports: Ports, signer: Signer, review: str, finding: Finding) -> None:
    """Let `finding.better` stand where the likely name stood, in the field where it was found."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        found = next((each for each in _identifiers(held) if each.digest == finding.digest), None)
        if found is None or finding.better is None:
            raise BadInput("These words do not stand there any more.", "Nothing has changed.", code="not_found")
        place = found.place
        record = held.stream.record(place.kind, place.record)
        becomes = guard.reworded(text(record, place.field), found.words, finding.better)
        write_in(ports, work, signer, review, of(place.kind, place.record, **{place.field: becomes}))
        work.commit()


def before_sharing(ports: Ports, signer: Signer, review: str) -> tuple[Finding, ...]:
    """Likely identifiers in the report that is about to be shared and that nobody has looked at."""
    with ports.store.begin() as work:
        return before_sharing_in(dossier.open_in(ports, work, signer, review))


def before_sharing_in(held: Dossier) -> tuple[Finding, ...]:
    """The same within a unit of work: of the newest version, as it was when its pages were made."""
    record = max(held.stream.records("version"), key=lambda each: int(each.id), default=None)
    if record is None:
        return ()
    then = held.review.at(texts(record, "tips"))
    found = stops.identifiers(
        then, released.build(then, int(record.id)), _may_stand(held), stops.looked_at(held.review)
    )
    return tuple(_view(held, each) for each in found)


def say_why(ports: Ports, signer: Signer, review: str, finding: Finding, words: str) -> None:
    """Sign and say why: the report writer's one line for a finding; it is printed in the annex."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        record = f"{next_number(held.review)}.{finding.code}"
        write_in(ports, work, signer, review, of("reason", record, words=words))
        work.commit()


def findings_in(held: Dossier, number: int, strangers: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """The same within a unit of work, for the version of this number.

    `strangers` are those at this computer whose key is not listed as theirs.
    """
    release = released.build(held.review, number)
    found = (
        *stops.stops(held.review, release, due=_had_time(held), may_stand=_may_stand(held), strangers=strangers),
        *stops.reasons(held.review, release, number),
    )
    return tuple(_view(held, each) for each in found)


def standing(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that still stand in the way: stops, and what has no reason yet."""
    return tuple(each for each in found if not each.reason)


def _may_stand(held: Dossier) -> tuple[str, ...]:
    """Names that are no secret in this review: of its people, and of the network's people and schools."""
    return *membership.known_names(held.work), *held.names.values()


def _identifiers(held: Dossier) -> Iterator[stops.Finding]:
    release = released.build(held.review, next_number(held.review))
    return stops.identifiers(held.review, release, _may_stand(held), ())


def _had_time(held: Dossier) -> bool:
    """Whether the day for the host's check has passed."""
    on = held.visit_date
    due = deadlines(held.handbook, on, held.closure_days, held.stream, held.today) if on else ()
    return any(each.code == Step.CHECKED and each.on < held.today for each in due)


def _screen(place: stops.Place) -> Screen:
    rather = _RATHER.get((place.kind, place.field)) or _RATHER.get((place.kind, place.record))
    return rather or _SCREENS.get(place.kind, Screen.REPORT)


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
        target=Target(_screen(place), held.id, place.record, place.field),
        better=found.better if held.stream.may_write(held.person, place.kind, place.record, place.field) else None,
    )
