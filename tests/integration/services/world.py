"""An invented network of five people on five computers, played through the real services and the real adapters.

Stages are built once and copied for each test: `joined` (everybody is a member, the Reed triad is planned), `shared`
(the review of Quillbeck is begun and everybody holds it), `drafted` (visited, agreed, draft sent and checked), and
`signed` (all three have signed).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from peerreview.bootstrap import App, Sources, Unlock, create_profile, open_profile
from peerreview.domain.network import Group, GroupKind, Network, School
from peerreview.domain.people import Person, Role
from peerreview.domain.reviews import Step, Tag
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit
from peerreview.services import (
    calling,
    checking,
    contacts,
    grading,
    joining,
    noting,
    opening,
    points,
    preparing,
    reviews,
    sending,
    sharing_plan,
    signing,
    timetable,
    triads,
    visits,
    writing,
)

STAMP_PHRASE = "a phrase for the stamp of the office"
VISIT = date(2026, 11, 17)
NAMES = {
    "gwen": "Gwen Hathersage",
    "tom": "Tom Ashdown-Reyes",
    "miriam": "Miriam Feldt",
    "dele": "Dele Akintola",
    "bernadette": "Bernadette Oyelaran",
}
SCHOOLS = {
    "tom": School("900101", "Quillbeck Primary", "primary", 412),
    "miriam": School("900102", "Tansy Bank C of E Primary", "primary", 96),
    "dele": School("900103", "Ormery Lane Junior", "junior", 268),
    "bernadette": School("900104", "Sandlark Primary", "primary", 318),
}
HEADS = ("tom", "miriam", "dele")


class Ring(dict[str, str]):
    """A secret store that lives as long as the tests."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self[service] = password

    def get_password(self, service: str, username: str) -> str | None:
        """Give it back."""
        return self.get(service)

    def delete_password(self, service: str, username: str) -> None:
        """Keep it all the same: copies of a stage share their keys."""


RING = Ring()
UNLOCK = Unlock(keyring=lambda: RING)


class Clock:
    """A clock that moves on by a second whenever somebody looks, and jumps when told."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time."""
        self.now += timedelta(seconds=1)
        return self.now

    def on(self, day: date, hour: int = 9) -> None:
        """Go to a day."""
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


class World:
    """The five computers under one folder. `app` opens one; what leaves them lies under `out`."""

    def __init__(
        self,
        folder: Path,
        seed: str,
        people: dict[str, str] | None = None,
        now: datetime | None = None,
        unlock: Unlock = UNLOCK,
    ) -> None:
        self.unlock = unlock
        self.folder = folder
        self.out = folder / "out"
        self.out.mkdir(parents=True, exist_ok=True)
        self.people = people or {}
        self.clock = Clock(now or datetime(2026, 11, 2, 9, tzinfo=UTC))
        numbers = count()
        self._draw: Callable[[], bytes] = lambda: sha256(f"{seed} {next(numbers)}".encode()).digest()
        self.sources = Sources(self.clock, lambda: self._draw().hex()[:32], lambda: self._draw()[:16])
        self.triad = ""
        self.visit = ""
        self.review = ""
        self._apps: dict[str, App] = {}

    def app(self, who: str) -> App:
        """The open profile of somebody."""
        if who not in self._apps:
            self._apps[who] = open_profile(self.folder / who, self.unlock, self.sources)
        return self._apps[who]

    def desk(self, who: str) -> tuple:  # type: ignore[type-arg]
        """What every service asks for first: ports and signer."""
        return self.app(who).ports, self.app(who).signer

    def guest(self, who: str) -> Signer:
        """Somebody's hand on a colleague's computer."""
        return replace(self.app(who).signer, guest=True)

    def close(self) -> None:
        """Close every profile."""
        for app in self._apps.values():
            app.close()
        self._apps.clear()

    def copy(self, folder: Path, seed: str) -> World:
        """The same world under another folder; close this one first."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        other = World(folder, seed, dict(self.people), self.clock.now, self.unlock)
        other.triad, other.visit, other.review = self.triad, self.visit, self.review
        return other

    def file(self, name: str) -> Path:
        """A name for a file that is to be written."""
        return self.out / f"{name} {self._draw().hex()[:6]}.prb"

    def pass_on(self, who: str, *to: str) -> list[str]:
        """A working copy goes from somebody to others, who bring it in; gives what each was told."""
        sent = sending.working_copy(*self.desk(who), self.review, [self.people[each] for each in to], self.file(who))
        return [opening.bring_in(*self.desk(each), sent.paths[0]).sentence for each in to]

    @property
    def stamp(self) -> Path:
        """The network's stamp."""
        return next((self.folder / "stamp a").glob("*.p12"))


def joined(folder: Path, unlock: Unlock = UNLOCK) -> World:
    """Everybody is a member; the triad has planned its first visit and everybody holds the plan."""
    world = World(folder, "joined", unlock=unlock)
    world.people = {who: world.sources.ids() for who in NAMES}
    for who, name in NAMES.items():
        school = SCHOOLS.get(who)
        made = create_profile(
            folder / who, unlock, name=name, school=school.name if school else "", sources=world.sources
        )
        world._apps[who] = made
    world.people["gwen"] = world.app("gwen").signer.person
    for place in ("stamp a", "stamp b"):
        (folder / place).mkdir()
    places = (folder / "stamp a", folder / "stamp b")
    document = joining.start_network(*world.desk("gwen"), network(world), places, STAMP_PHRASE)
    world.app("gwen").renew_signer()
    others = [who for who in NAMES if who != "gwen"]
    standing = joining.show(*world.desk("gwen"))  # what an invitation's phrase would open, which takes seconds
    offer = joining.InvitationView(standing, (), standing.people, document, world.people["gwen"])
    for who in others:
        asked = joining.request(*world.desk(who), offer, world.people[who], world.file("request"))
        world.app(who).renew_signer()
        opening.bring_in(*world.desk("gwen"), asked.paths[0])
    joining.admit(*world.desk("gwen"), world.stamp, STAMP_PHRASE)
    welcome = joining.send_network(*world.desk("gwen"), world.file("welcome"))
    for who in others:
        opening.bring_in(*world.desk(who), welcome.paths[0])
        world.app(who).renew_signer()
    _plan(world)
    return world


def network(world: World) -> Network:
    """The Marram Vale network, before it is signed."""
    people = world.people
    roles = {"gwen": Role.OFFICE, "bernadette": Role.LEAD_HEAD}
    urns = {who: school.urn for who, school in SCHOOLS.items()}
    reed = tuple(urns[who] for who in HEADS)
    return Network(
        id=world.sources.ids(),
        name="Marram Vale",
        number=1,
        issued=date(2026, 9, 1),
        root="",
        root_certificate="",
        schools=tuple(SCHOOLS.values()),
        groups=(
            Group(world.sources.ids(), GroupKind.TRIAD, "Reed", reed, people["dele"]),
            Group(world.sources.ids(), GroupKind.COLLABORATIVE, "Shore", tuple(urns.values()), people["bernadette"]),
        ),
        people=tuple(
            Person(people[who], name, roles.get(who, Role.HEAD), urns.get(who, "")) for who, name in NAMES.items()
        ),
        handbook="triad-p",
    )


def shared(world: World) -> World:
    """The host has begun the review, prepared it and shared it."""
    world.review = reviews.begin(*world.desk("tom"), world.triad, world.visit)
    tom = (*world.desk("tom"), world.review)
    preparing.focus(*tom, ["P2", "P4"])
    for section, grade in {"P1": "2", "P2": "2", "P3": "1", "P4": "3", "P5": "2", "P6": "2", "O": "2"}.items():
        preparing.own_view(*tom, section, grade, "Taught to a clear plan." if section in ("P2", "P4") else "")
    preparing.answer(*tom, "A2", "A new subject leader for reading since September.")
    calling.ask(*tom, "Which pupils does the reading support reach?", "P4")
    sharing_plan.tick(*tom)
    preparing.share_self_evaluation(*tom)
    world.pass_on("tom", "dele", "miriam")
    return world


def visited(world: World) -> World:
    """Visited, graded and agreed, feedback given: the draft is written, and still with its writer."""
    world.clock.on(VISIT)
    dele = (*world.desk("dele"), world.review)
    notes = noting.add_many(
        *dele, "books: Y3-Y6 corrections taken up in most\nwalk: the same plan in every class", section="P2"
    )
    world.pass_on("dele", "miriam")
    noting.add(*world.desk("miriam"), world.review, "data: list set in September", section="P4")
    grading.put_in(*dele, {"P2": "2", "P4": "3", "O": "2"})
    grading.lock(*dele)
    miriam = world.guest("miriam")
    grading.put_in(world.app("dele").ports, miriam, world.review, {"P2": "2", "P4": "2", "O": "2"})
    grading.lock(world.app("dele").ports, miriam, world.review)
    grading.show_both(*dele, [miriam])
    for section, grade in {"P2": "2", "P4": "3", "O": "2"}.items():
        grading.agree(*dele, section, grade, words="Sound in most places.")
    strength = points.add(
        *dele, "Reading is taught to one clear plan in every class.", Tag.STRENGTH, "P2",
        evidence="Y3-Y6 books, one walk", notes=notes.records, starred=True,
    )  # fmt: skip
    step = points.add(
        *dele, "Look again every six weeks at who receives reading support.", Tag.NEXT_STEP, "P4",
        evidence="Support list, four groups", ways=["DATA", "SEND"], starred=True,
    )  # fmt: skip
    points.next_step(
        *dele,
        step,
        first="Review the autumn list",
        owner="Reading leader",
        due=date(2027, 1, 15),
        know="The list changes",
    )
    for record in (strength, step):
        points.said(*dele, record)
    points.feedback(*dele, heard_by="Headteacher, chair of governors", chair_present=True)
    writing.write(
        *dele,
        [
            Edit("report", "report", "headline", "Quillbeck is a settled school with an accurate view of itself."),
            Edit("report", "report", "met", "Six pupils, four staff, one governor"),
        ],
    )
    for reached in (Step.CALL, Step.VISIT, Step.FEEDBACK):
        reviews.take_step(*dele, reached)
    return world


def drafted(world: World) -> World:
    """The draft is checked, answered and back with its writer."""
    visited(world)
    checking.send_draft(*world.desk("dele"), world.review)
    world.pass_on("dele", "tom", "miriam")
    tom = (*world.desk("tom"), world.review)
    grading.confirm(*tom)
    checking.all_accurate(*tom, "A useful day.")
    world.pass_on("tom", "dele", "miriam")
    return world


def signed(world: World) -> World:
    """One file went round and all three have signed."""
    signing.make_version(*world.desk("dele"), world.review)
    for who, following in (("dele", "miriam"), ("miriam", "tom")):
        signing.sign(*world.desk(who), world.review, "1")
        world.pass_on(who, following)
    signing.sign(*world.desk("tom"), world.review, "1")
    return world


def _plan(world: World) -> None:
    members = [
        triads.Member(
            world.people[who],
            NAMES[who],
            Role.HEAD,
            SCHOOLS[who].urn,
            SCHOOLS[who].name,
            SCHOOLS[who].phase,
            SCHOOLS[who].pupils,
        )
        for who in HEADS
    ]
    members.append(triads.Member(world.people["bernadette"], NAMES["bernadette"], Role.LEAD_HEAD))
    dele = world.desk("dele")
    world.triad = triads.begin(*dele, name="Reed", year="2026-27", term="Autumn", handbook="triad-p", members=members)
    world.visit = visits.plan(
        *dele, world.triad, school="900101", host=world.people["tom"], writer=world.people["dele"],
        reviewers=[world.people["miriam"]], on=VISIT,
    )  # fmt: skip
    timetable.keep(*dele, world.triad, world.visit)
    contacts.keep(*dele, world.triad, "900101", {"lead": ("Shona Prewett", "Room 4", "extension 21")})
    others = [world.people[who] for who in ("tom", "miriam", "bernadette")]
    sent = sending.triad_copy(*dele, world.triad, others, world.file("plan"))
    for who in ("tom", "miriam", "bernadette"):
        opening.bring_in(*world.desk(who), sent.paths[0])
