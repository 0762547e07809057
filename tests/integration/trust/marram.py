"""Invented people of Marram Vale, each with a profile of their own, who do what the services let people do.

`build` plays the beginning once: everybody has joined, and Tom, Miriam and Dele hold the review of Quillbeck. Each
test goes on in a copy of it (`Vale`).
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from peerreview.bootstrap import App, Sources, Unlock, create_profile, open_profile
from peerreview.bundles import writer
from peerreview.domain.exchange import BundleContents, BundleKind
from peerreview.domain.network import Group, GroupKind, Network, School
from peerreview.domain.people import Person, Role
from peerreview.identity.keys import Identity
from peerreview.identity.signer import Signer
from peerreview.services import joining, membership, noting, opening, reviews, sending, start, triads, visits
from peerreview.services.ports import Ports, silent
from peerreview.services.triads import Member
from peerreview.services.views import BroughtIn

PHRASE = "plain copper lantern seven"
SCHOOLS = {
    "tom": School("900101", "Quillbeck Primary"),
    "miriam": School("900102", "Tansy Bank C of E Primary"),
    "dele": School("900103", "Ormery Lane Junior"),
}
NAMES = {
    "gwen": "Gwen Hathersage",
    "tom": "Tom Ashdown-Reyes",
    "miriam": "Miriam Feldt",
    "dele": "Dele Akintola",
    "pat": "Pat Lindqvist",
    "bernadette": "Bernadette Oyelaran",
}
HEADS = ("tom", "miriam", "dele")


class Ring(dict[str, str]):
    """A secret store in memory, shared by everybody: each secret has a service name of its own."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self[service] = password

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        return self.get(service)

    def delete_password(self, service: str, username: str) -> None:
        """Nothing is forgotten: copies of a profile share its secret."""


RING = Ring()
UNLOCK = Unlock(keyring=lambda: RING)
_numbers = count()


def digest(*parts: object) -> str:
    """64 hex digits that follow from the parts."""
    return sha256(repr(parts).encode()).hexdigest()


def fresh() -> str:
    """A record id that was not given before."""
    return digest("fresh", next(_numbers))[:32]


def salts() -> bytes:
    """16 bytes that were not given before."""
    return bytes.fromhex(fresh())


def clock() -> datetime:
    """A minute passes each time somebody looks."""
    return datetime(2026, 11, 2, 9, tzinfo=UTC) + timedelta(minutes=next(_numbers))


SOURCES = Sources(clock, fresh, salts)


class Desk:
    """One person at their computer."""

    def __init__(self, folder: Path, app: App) -> None:
        self.folder = folder
        self.app = app

    @property
    def ports(self) -> Ports:
        """What the services work with."""
        return self.app.ports

    @property
    def signer(self) -> Signer:
        """The hand that signs here, as membership has it now."""
        return start.signer(self.ports)

    @property
    def person(self) -> str:
        """The person id."""
        return self.signer.person

    @property
    def identity(self) -> Identity:
        """The keys."""
        with self.ports.store.begin() as work:
            return start.identity_in(work)

    def bring_in(self, *paths: Path) -> BroughtIn:
        """Open files, in this order; gives what the last one came to."""
        return [opening.bring_in(self.ports, self.signer, path) for path in paths][-1]

    def reopen(self) -> None:
        """Close the program and start it again."""
        self.app.close()
        self.app = open_profile(self.folder, UNLOCK, SOURCES)


@dataclass
class Begun:
    """What was built once, closed again."""

    folder: Path
    people: dict[str, str]
    triad: str
    review: str


class Vale:
    """Everybody's computers under one folder, as `build` left them; each is opened when it is first asked for."""

    def __init__(self, begun: Begun) -> None:
        self.folder = begun.folder
        self.people = begun.people
        self.triad = begun.triad
        self.review = begun.review
        self._desks: dict[str, Desk] = {}
        self._closing = ExitStack()

    def __getitem__(self, who: str) -> Desk:
        if who not in self._desks:
            self._keep(who, open_profile(self.folder / who, UNLOCK, SOURCES))
        return self._desks[who]

    def _keep(self, who: str, app: App) -> None:
        desk = self._desks[who] = Desk(self.folder / who, app)
        self._closing.callback(lambda: desk.app.close())

    def begin(self, who: str, name: str) -> Desk:
        """A profile for somebody who is in no network yet."""
        self._keep(who, create_profile(self.folder / who, UNLOCK, name=name, sources=SOURCES))
        return self._desks[who]

    def close(self) -> None:
        """Close every program."""
        self._closing.close()

    @property
    def stamp(self) -> Path:
        """The network's stamp, as it lies on Gwen's stick."""
        return next((self.folder / "stamp").iterdir())

    def path(self, what: str) -> Path:
        """The name of a file that is not there yet."""
        return self.folder / f"{what} {next(_numbers)}.prb"

    def welcome(self) -> Path:
        """Gwen's newest network document for everybody."""
        path = self.path("welcome")
        joining.send_network(self["gwen"].ports, self["gwen"].signer, path)
        return path

    def drop(self, who: str) -> Path:
        """End somebody's membership; gives the file that tells everybody else."""
        gwen = self["gwen"]
        joining.drop(gwen.ports, gwen.signer, self.stamp, PHRASE, self.people[who], "left")
        return self.welcome()

    def publish(self, **changed: object) -> Path:
        """Change the network document; gives the file that tells everybody."""
        gwen = self["gwen"]
        with gwen.ports.store.begin() as work:
            network = membership.network(work)
        assert network is not None
        joining.publish(gwen.ports, gwen.signer, self.stamp, PHRASE, replace(network, **changed))  # type: ignore[arg-type]
        return self.welcome()

    def copy(self, who: str, *to: str) -> Path:
        """Somebody's working copy of the review for colleagues."""
        desk, people = self[who], [self.people[each] for each in to]
        return sending.working_copy(desk.ports, desk.signer, self.review, people, self.path("copy")).paths[0]

    def pass_on(self, who: str, *to: str) -> None:
        """A working copy goes to colleagues, who bring it in."""
        path = self.copy(who, *to)
        for each in to:
            self[each].bring_in(path)

    def reviewers(self, who: str) -> str:
        """The reviewers' stream as somebody holds it, or nothing."""
        desk = self[who]
        return reviews.open_review(desk.ports, desk.signer, self.review).reviewers_stream

    def post(self, who: str, to: str, *, signer: Signer | None = None, **contents: object) -> Path:
        """A review file that somebody's own program might write: it holds whatever they like."""
        hand = signer or self[who].signer
        with self[to].ports.store.begin() as work:
            recipients = membership.recipients(work, [self.people[to]])
        given: dict[str, object] = {
            "id": fresh(),
            "kind": BundleKind.STREAMS,
            "sender": hand.person,
            "sender_name": hand.name,
            "at": clock(),
            "recipients": recipients,
        }
        path = self.path("post")
        writer.write(BundleContents(**(given | contents)), hand, path, progress=silent)  # type: ignore[arg-type]
        return path


def build(folder: Path) -> Begun:
    """Everybody joins, the Reed triad plans its year, and the review of Quillbeck is begun and passed on."""
    people = {who: digest(name)[:32] for who, name in NAMES.items()}
    vale = Vale(Begun(folder, people, "", ""))
    for who, name in NAMES.items():
        vale.begin(who, name)
    _found(vale)
    _join(vale)
    vale.triad, vale.review = _plan(vale)
    vale.pass_on("tom", "miriam", "dele")
    miriam = vale["miriam"]
    noting.add(miriam.ports, miriam.signer, vale.review, "books: Y4 books show fractions")
    vale.pass_on("miriam", "dele")
    vale.close()
    return Begun(folder, vale.people, vale.triad, vale.review)


def copied(begun: Begun, folder: Path) -> Vale:
    """A copy to go on in."""
    shutil.copytree(begun.folder, folder, dirs_exist_ok=True)
    return Vale(replace(begun, folder=folder))


def _found(vale: Vale) -> None:
    gwen = vale["gwen"]
    vale.people["gwen"] = gwen.person
    people = [Person(vale.people[who], NAMES[who], Role.HEAD, SCHOOLS[who].urn) for who in HEADS]
    people += [
        Person(gwen.person, NAMES["gwen"], Role.OFFICE),
        Person(vale.people["pat"], NAMES["pat"], Role.OFFICE, SCHOOLS["tom"].urn),
        Person(vale.people["bernadette"], NAMES["bernadette"], Role.LEAD_HEAD),
    ]
    urns = tuple(school.urn for school in SCHOOLS.values())
    network = Network(
        id=digest("network")[:32],
        name="Marram Vale",
        number=0,
        issued=date(2026, 11, 2),
        root="",
        root_certificate="",
        schools=tuple(SCHOOLS.values()),
        groups=(
            Group(digest("Reed")[:32], GroupKind.TRIAD, "Reed", urns),
            Group(digest("Marsh")[:32], GroupKind.COLLABORATIVE, "Marsh", urns, vale.people["bernadette"]),
        ),
        people=tuple(people),
        handbook="triad-p",
    )
    places = vale.folder / "stamp", vale.folder / "spare"
    for place in places:
        place.mkdir()
    joining.start_network(gwen.ports, gwen.signer, network, places, PHRASE)


def _join(vale: Vale) -> None:
    gwen, path = vale["gwen"], vale.folder / "invitation.prb"
    newcomers = [who for who in NAMES if who != "gwen"]
    joining.invite(gwen.ports, gwen.signer, [vale.people[who] for who in newcomers], path, PHRASE)
    invitation = joining.read_invitation(gwen.ports, path, PHRASE)
    for who in newcomers:
        desk, request = vale[who], vale.path("request")
        joining.request(desk.ports, desk.signer, invitation, vale.people[who], request)
        gwen.bring_in(request)
    joining.admit(gwen.ports, gwen.signer, vale.stamp, PHRASE)
    welcome = vale.welcome()
    for who in newcomers:
        vale[who].bring_in(welcome)


def _plan(vale: Vale) -> tuple[str, str]:
    tom = vale["tom"]
    members = [Member(vale.people[who], NAMES[who], Role.HEAD, SCHOOLS[who].urn, SCHOOLS[who].name) for who in HEADS]
    triad = triads.begin(
        tom.ports, tom.signer, name="Reed", year="2026/27", term="Autumn 2026", handbook="triad-p", members=members
    )
    visit = visits.plan(
        tom.ports,
        tom.signer,
        triad,
        school=SCHOOLS["tom"].urn,
        host=vale.people["tom"],
        writer=vale.people["miriam"],
        reviewers=[vale.people["dele"]],
        on=date(2026, 11, 17),
    )
    return triad, reviews.begin(tom.ports, tom.signer, triad, visit)
