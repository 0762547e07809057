"""Home: ten seconds to know the next thing. Three lists by hat, and what is not safe yet (USERS §2.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from peerreview.analysis.review import text
from peerreview.analysis.status import Task, next_task
from peerreview.domain import dates
from peerreview.domain.ledger import ReviewLine
from peerreview.domain.people import Role
from peerreview.domain.reviews import OVER, RESTING, Step, VisitState
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Record, Stream

from . import (
    asking,
    bringing_back,
    contacting,
    dossier,
    following_page,
    handbooks,
    handing_over,
    membership,
    own_keys,
    proposing,
    regular_copies,
    replaced,
    typing,
)
from .copy_places import COPIED_AT, ROW_AT
from .deadlines import deadlines
from .dossier import Dossier, texts
from .moments import date_or_none, moment
from .own_keys import OwnKeys, Whose
from .ports import Ports, UnitOfWork
from .signing_page import versions_of
from .views import HomeLine, HomeView, Notice, Screen, Target

_SCREENS = {
    "share_self_evaluation": Screen.PREPARE,
    "call": Screen.CALL,
    "visit": Screen.NOTES,
    "feedback": Screen.FEEDBACK,
    "draft": Screen.REPORT,
    "check": Screen.CHECK,
    "answer_check": Screen.CHECK,
    "sign": Screen.SIGN,
    "share": Screen.SHARE,
    "plan": Screen.PLAN,
    "clear_out": Screen.NOTES,
}
_LOOK_BACK = timedelta(days=400)
_MOST = 40
"""Reviews that home looks into: the latest; older ones are in the list of reviews."""

_COPY_TERM = timedelta(days=100)
_CLOCK = timedelta(days=1)


SCHOOL_OFFICE = "school_office"
"""The hat of a school's office manager, which is not the board's office."""


@dataclass(frozen=True)
class Standing:
    """What the signer is in the network, and whether all of this is only tried out."""

    hats: frozenset[str]
    pretend: bool


def standing(ports: Ports, signer: Signer) -> Standing:
    """What decides which places there are to go to."""
    with ports.store.begin() as work:
        return _standing(work, signer)


def show(ports: Ports, signer: Signer) -> HomeView:
    """The home page of the signer, today."""
    today = ports.clock().date()
    with ports.store.begin() as work:
        me = {signer.person, *membership.aliases(work)}
        mine: list[HomeLine] = []
        reviewing: list[HomeLine] = []
        reviews = [line for line in work.review_lines() if _role(line, me)]
        current = _current(reviews, today)
        unknown = [line for line in current if not _readable(ports, work, line)]
        opened = [
            (dossier.open_in(ports, work, signer, line.stream), _role(line, me))
            for line in current
            if line not in unknown
        ]
        for held, role in opened:
            task = _task(held, today)
            if task is not None:
                (mine if role == Role.HOST else reviewing).append(_line(held, task, role))
            mine += [*_untold(ports, held), *following_page.home_lines(held)]
        mine += handing_over.home_lines(work, signer)
        triads: list[HomeLine] = []
        for stream in work.streams("triad-"):
            for visit in _unbegun(work.stream(stream), me):
                (mine if text(visit, "host") in me else triads).append(
                    _planned(
                        ports, work, visit, stream, today, asked=proposing.unanswered(work.stream(stream), visit, me)
                    )
                )
        stands = _standing(work, signer)
        view = HomeView(
            name=signer.name,
            school=work.setting("school") or "",
            my_school=_sorted(mine),
            reviewing=_sorted(reviewing),
            triads=_sorted([*triads, *contacting.home_lines(ports, work, signer, today), *_office(work)]),
            notices=(*map(_unreadable, unknown), *_notices(ports, work, signer, [held for held, _ in opened])),
            next=_next(reviews, today),
            pretend=stands.pretend,
            hats=stands.hats,
        )
    kept = typing.kept(ports, signer)
    if not kept:
        return view
    said = "Some of what you typed could not be written where it was meant. It is kept."
    return _with_notice(view, Notice("kept_typing", said, "Look", Target(Screen.SETTINGS)))


def _standing(work: UnitOfWork, signer: Signer) -> Standing:
    person = membership.book(work).person(signer.person)
    hats = {SCHOOL_OFFICE if person.role is Role.OFFICE and person.school else str(person.role)} if person else set()
    return Standing(frozenset(hats), work.setting("pretend") == "yes")


def _current(mine: Sequence[ReviewLine], today: date) -> list[ReviewLine]:
    """Of the reviews this person takes part in those that are not closed, the latest visits first."""
    lines = [line for line in mine if line.step != Step.CLOSED]
    return [line for line in lines if line.visit_date is None or line.visit_date > today - _LOOK_BACK][:_MOST]


def _readable(ports: Ports, work: UnitOfWork, line: ReviewLine) -> bool:
    """Whether the handbook that a review was begun with is here; a colleague's program may be newer than this one."""
    return handbooks.of_review(ports.library, work.stream(line.stream).record("review", "review")) is not None


def _unreadable(line: ReviewLine) -> Notice:
    said = f"{line.school_name}: the handbook of this review is not on this computer yet."
    return Notice("handbook_missing", f"{said} Ask your board's office to send it; what came with the review is kept.")


def _role(line: ReviewLine, me: set[str]) -> str:
    return next((role for person, role in line.roles if person in me), "")


def _task(held: Dossier, today: date) -> Task | None:
    visit = held.visit
    return next_task(
        held.review,
        held.person,
        today,
        visit=held.visit_date,
        closed=held.closure_days,
        state=_state(visit),
        reason=text(visit, "reason"),
    )


def _line(held: Dossier, task: Task, role: str) -> HomeLine:
    screen = _SCREENS.get(task.code, Screen.TRIAD)
    if task.code == "visit" and role == Role.HOST:
        screen = Screen.PREPARE
    stream = held.triad.id if screen is Screen.TRIAD and held.triad else held.id
    return HomeLine(
        what=task.what,
        school=task.school,
        by=task.by,
        button=task.button,
        target=Target(screen, stream),
        late=task.late,
        with_whom=", ".join(task.with_whom),
        mine=task.mine,
        reminder="" if task.mine else task.reminder,
        visit=held.visit_date,
    )


def _unbegun(triad: Stream, me: set[str]) -> Iterator[Record]:
    """This person's visits that ask for an answer, or still need something before there is a review."""
    for visit in triad.records("visit"):
        if proposing.unanswered(triad, visit, me):
            yield visit
            continue
        over = text(visit, "review") or _state(visit) in OVER
        hosts = text(visit, "host") in me
        if not over and _takes_part(triad, visit, me) and (hosts or date_or_none(visit.get("date")) is None):
            yield visit


def _planned(ports: Ports, work: UnitOfWork, visit: Record, stream: str, today: date, *, asked: bool) -> HomeLine:
    """What a visit without a review needs: a day, or that its host begins, by when the self-evaluation is due."""
    triad = work.stream(stream)
    urn = text(visit, "school")
    record = triad.record("school", urn)
    school = text(record, "name") or urn
    target = Target(Screen.TRIAD, stream, visit.id)
    on = date_or_none(visit.get("date"))
    if asked:
        return HomeLine("Say which of the proposed days suit you", school, None, "Answer", target)
    if on is None:
        return HomeLine("Fix the day of the visit", school, None, "Open our triad", target)
    handbook = handbooks.at_hand(ports.library, text(triad.record("triad", "triad"), "handbook"))
    dues = deadlines(handbook, on, membership.closure_days(work, triad, urn), None, today) if handbook else ()
    by = next((each.on for each in dues if each.code == Step.SHARED), on)
    late = by < today and _state(visit) not in RESTING
    return HomeLine("Begin the review", school, by, "Begin", target, late=late, visit=on)


def _state(visit: Record | None) -> VisitState:
    return VisitState(text(visit, "state") or VisitState.PLANNED)


def _takes_part(triad: Stream, visit: Record, me: set[str]) -> bool:
    """Whether a visit is this person's: as host or reviewer, or for the office of the host's school."""
    office = {
        each.id
        for each in triad.records("member")
        if each.get("role") == Role.OFFICE and each.get("school") == visit.get("school")
    }
    return not me.isdisjoint({text(visit, "host"), text(visit, "writer"), *texts(visit, "reviewers"), *office})


def _untold(ports: Ports, held: Dossier) -> Iterator[HomeLine]:
    """A version that replaced another has to reach those who got that one."""
    if held.role != Role.HOST or len(held.stream.records("version")) < 2:  # looking at versions takes their files
        return
    untold = replaced.untold(held, versions_of(ports, held))
    if untold:
        what = f"Version {untold[0].newest} replaces version {untold[0].version}: tell those who got it"
        yield HomeLine(what, held.school, None, "Share", Target(Screen.SHARE, held.id))


def _office(work: UnitOfWork) -> Iterator[HomeLine]:
    waiting = asking.waiting_in(work)
    if waiting:
        many = f"{waiting[0].name} asks to join" if len(waiting) == 1 else f"{len(waiting)} people ask to join"
        yield HomeLine(many, "", None, "Admit", Target(Screen.NETWORK))


def _notices(ports: Ports, work: UnitOfWork, signer: Signer, opened: Sequence[Dossier]) -> Iterator[Notice]:
    now, latest = ports.clock(), _latest(work, opened)
    if latest is not None and latest > now + _CLOCK:
        said = (
            f"This computer thinks it is {dates.in_full(now)}; something here was written on {dates.in_full(latest)}."
        )
        yield Notice("clock", f"{said} Times may be wrong; the order of what was written is kept.")
    if brought_back := bringing_back.sentence_in(work, signer):
        # One thing at a time: what else makes safe is asked once there is a new safe copy.
        to = Target(Screen.SETTINGS, record="copies")
        yield Notice("brought_back", brought_back, "Save a safe copy", to)
    else:
        yield from _unsafe(work, now)
    if membership.network(work) is None:
        said = "You are in no network yet: open the joining file from your board's office here, or start a network."
        yield Notice("no_network", said, "Start a network", Target(Screen.NETWORK))
    elif (stands := own_keys.show_in(work)).whose is not Whose.OWN:
        if not brought_back or stands.whose is Whose.CANCELLED:
            yield _new_keys(stands)
    elif not membership.is_member(work, signer):
        yield Notice("not_member", "You are not yet a member: you can prepare and take notes; sending waits.")
    aside = len(work.set_aside())
    if aside:
        yield Notice("set_aside", f"{aside} set aside, needs a look.", "Look", Target(Screen.OPEN))


def _new_keys(stands: OwnKeys) -> Notice:
    """What the owner of a computer without keys of its own has to do."""
    to = Target(Screen.NETWORK)
    if stands.whose is Whose.CANCELLED and stands.ended:
        said = (
            f"Your membership on this computer ended on {dates.short(stands.ended)} ({stands.reason}). You can read "
            "and write; sending waits until your office lists it again."
        )
        if stands.others:
            return Notice("new_keys", said, "What to do", to)
    else:
        said = "To your network this is a new computer, which still works with the old one's keys."
    if stands.asked:
        said += f" You asked your office on {dates.short(stands.asked)}; open its next file here."
        return Notice("new_keys", said)
    return Notice("new_keys", said, "Ask the office", to)


def _unsafe(work: UnitOfWork, now: datetime) -> Iterator[Notice]:
    """What a broken laptop would take with it."""
    pretend = work.setting("pretend") == "yes"  # nothing in a try-out needs keeping safe
    if not work.setting("kit printed") and not pretend:
        yield Notice(
            "not_safe", "Not yet safe: print your emergency sheet.", "Print", Target(Screen.SETTINGS, record="kit")
        )
    copied = max((at for each in (COPIED_AT, ROW_AT) if (at := work.setting(each))), default=None)
    if missed := regular_copies.notice_in(work, now):
        yield Notice("no_regular_copy", missed, "Safe copies", Target(Screen.SETTINGS, record="copies"))
    elif not pretend and (copied is None or moment(copied) < now - _COPY_TERM):
        yield Notice("no_copy", "There is no safe copy of this term.", "Save a safe copy", Target(Screen.SETTINGS))


def _latest(work: UnitOfWork, opened: Sequence[Dossier]) -> datetime | None:
    """The latest time that anything here bears: a clock that is well before it runs wrong."""
    streams = [stream for held in opened for stream in held.held()]
    times = [moment(stream.change(tip).change.at) for stream in streams for tip in stream.tips]
    times += [each.at for each in work.arrivals()[:1]]
    times += [each.at for each in work.sendings()[:1]]
    return max(times, default=None)


def _next(mine: Sequence[ReviewLine], today: date) -> str:
    """What to say when nothing waits: the next visit."""
    coming = [
        (line.visit_date, line.school_name) for line in mine if line.visit_date is not None and line.visit_date >= today
    ]
    said = "Nothing is waiting for you."
    if not coming:
        return said
    on, school = min(coming)
    return f"{said} Next: {school}, {dates.short(on)}."


def _sorted(lines: list[HomeLine]) -> tuple[HomeLine, ...]:
    """What is mine first, then by date; two visits of one school are told apart by their days."""
    visits = {(each.school, each.visit) for each in lines if each.visit}
    twice = {school for school, times in Counter(school for school, _ in visits).items() if times > 1}
    told = [
        replace(each, school=f"{each.school}, visit on {dates.short(each.visit)}")
        if each.visit and each.school in twice
        else each
        for each in lines
    ]
    return tuple(sorted(told, key=lambda each: (not each.mine, each.by or date.max, each.school)))


def _with_notice(view: HomeView, notice: Notice) -> HomeView:
    return replace(view, notices=(notice, *view.notices))
