"""The sharing plan, what was shared and the action plan, drawn from the dossier."""

from __future__ import annotations

from collections.abc import Sequence

from peerreview.analysis.review import text
from peerreview.domain.reviews import Audience, Level

from . import membership, recalling, sharing_plan, went
from .dossier import Dossier, texts
from .grading import needs_telling
from .moments import date_or_none
from .ports import UnitOfWork
from .report_views import ReportVersionView
from .sharing_views import ActionView, Addressee, AudienceView, ReleaseView, SharingView
from .words import AUDIENCE_WORDS, LEVEL_WORDS

_ACTION = ("change", "steps", "owner", "help", "start", "due", "know", "progress", "effect", "checked")


def sharing(held: Dossier, versions: Sequence[ReportVersionView] = ()) -> SharingView:
    """The sharing plan, what was shared, what was sent, and by which lines the newest of `versions` has to go out."""
    network = membership.network(held.work)
    lines = {line.audience: line for line in held.handbook.sharing.audiences}
    plan = []
    for audience in Audience:
        line = lines.get(audience)
        record = held.stream.record("sharing", str(audience))
        people = membership.audience(held.work, audience, text(held.head, "school"), held.person, held.today)
        least = network.least.get(str(audience)) if network else None
        plan.append(
            AudienceView(
                audience=audience,
                label=line.label if line else AUDIENCE_WORDS[audience],
                level=held.field("sharing", str(audience), "level"),
                usual=line.usual if line else None,
                least=Level(least) if least else line.least if line else None,
                people=people,
                agreed_with=held.field("sharing", str(audience), "agreed_with"),
                stopped=date_or_none(record.get("stopped")) if record else None,
                addressees=addressees(held.work, [person for person, _ in people]),
            )
        )
    shared = releases(held)
    return SharingView(
        plan=tuple(plan),
        releases=shared,
        sent=tuple(each for each in held.work.sendings() if held.school in each.describes),
        must_say=needs_telling(held),
        tells_chair=held.field("report", "report", "tells_chair"),
        rings_lead=held.field("report", "report", "rings_lead"),
        tells_by=held.field("report", "report", "tells_by"),
        usual=sharing_plan.is_usual(held),
        outstanding=_outstanding(plan, shared, versions) if held.person == held.host else (),
    )


def _outstanding(
    plan: Sequence[AudienceView], shared: Sequence[ReleaseView], versions: Sequence[ReportVersionView]
) -> tuple[AudienceView, ...]:
    """The lines that give somebody something, where the newest closed version has not been shared so."""
    newest = next((each.number for each in versions if each.state != "open"), None)
    out = {(each.audience, str(each.level)) for each in shared if each.version == newest and not each.stopped}
    given = [line for line in plan if newest and line.level.text in set(Level)]
    return tuple(line for line in given if (str(line.audience), line.level.text) not in out)


def addressees(work: UnitOfWork, people: Sequence[str]) -> tuple[Addressee, ...]:
    """Who they are, and what was sent to them from this computer before."""
    book, sendings = membership.book(work), work.sendings() if people else ()
    found = []
    for person in people:
        who = book.person(person)
        told = [each.describes for each in sendings if person in each.to]
        had = {level for level, words in LEVEL_WORDS.items() if any(each.startswith(words) for each in told)}
        if who is not None:
            place = recalling.address(work, who)
            found.append(Addressee(person, who.name, place, frozenset(had), bool(told)))
    return tuple(found)


def releases(held: Dossier) -> tuple[ReleaseView, ...]:
    """Reports that were shared."""
    return tuple(
        ReleaseView(
            record=each.id,
            version=text(each, "version"),
            audience=text(each, "audience"),
            level=Level(text(each, "level")),
            to=tuple(held.name_of(person) for person in texts(each, "to")),
            on=date_or_none(each.get("on")),
            stopped=date_or_none(each.get("stopped")),
            pdf=text(each, "pdf"),
            log=went.release_log(held.work, each.id),
        )
        for each in held.stream.records("release")
    )


def actions(held: Dossier) -> tuple[ActionView, ...]:
    """The school's action plan."""
    return tuple(
        ActionView(each.id, text(each, "serves"), {name: held.field("action", each.id, name) for name in _ACTION})
        for each in held.stream.records("action")
    )
