"""Marram Vale as its office made it: a root, three members of the Reed triad, and the document that lists them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from peerreview.domain.exchange import SignedDocument
from peerreview.domain.network import Group, GroupKind, Network, School
from peerreview.domain.people import Person, Role
from peerreview.identity import joining, membership, network_document
from peerreview.identity.keys import Identity, new_identity
from peerreview.identity.root import Root, new_root
from peerreview.identity.trust import CardBook

AT = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)
PHRASE = "maple lantern kestrel cobalt"


@dataclass(frozen=True)
class World:
    """Everything the office and the members hold after the joining table."""

    root: Root
    stamps: tuple[Path, Path]
    network: Network
    document: SignedDocument
    tom: Identity
    miriam: Identity
    dele: Identity

    @property
    def book(self) -> CardBook:
        """What every member knows."""
        return CardBook((self.network,))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Marram Vale; frozen, so one serves all tests."""
    sticks = tmp_path_factory.mktemp("stick"), tmp_path_factory.mktemp("safe")
    root = new_root("Marram Vale", AT, sticks, PHRASE)
    schools = (
        School("900101", "Quillbeck Primary", pupils=412),
        School("900102", "Tansy Bank C of E Primary", pupils=96, closure_days=(date(2026, 11, 27),)),
        School("900103", "Ormery Lane Junior", phase="junior", pupils=268),
    )
    people = (
        Person("1" * 32, "Tom Ashdown-Reyes", Role.HEAD, "900101"),
        Person("2" * 32, "Miriam Feldt", Role.HEAD, "900102"),
        Person("3" * 32, "Dele Akintola", Role.HEAD, "900103"),
        Person("4" * 32, "Gwen Hathersage", Role.OFFICER, organisation="Board office"),
    )
    empty = membership.succeed(
        root,
        Network(
            id="a" * 32,
            name="Marram Vale",
            number=2,
            issued=AT.date(),
            root="",
            root_certificate="",
            schools=schools,
            groups=(Group("b" * 32, GroupKind.TRIAD, "Reed", ("900101", "900102", "900103"), lead="2" * 32),),
            people=people,
            least={"board": "views"},
        ),
    )
    made = [new_identity(person.id, person.name, AT) for person in people[:3]]
    requests = [
        joining.decode_request(joining.make_request(identity, empty.id, person.school, AT))
        for identity, person in zip(made, people, strict=False)
    ]
    admitted = membership.admit_all(root, empty, requests, AT)
    assert admitted.refused == ()
    document = network_document.sign(root, replace(admitted.network, number=3), AT)
    network = network_document.decode(document.body)
    tom, miriam, dele = (membership.collect(identity, network) for identity in made)
    stamps = tuple(stick / "Marram Vale stamp.p12" for stick in sticks)
    return World(root, (stamps[0], stamps[1]), network, document, tom, miriam, dele)


@pytest.fixture(scope="session")
def other_root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """Somebody else's root, with the same name."""
    sticks = tmp_path_factory.mktemp("other"), tmp_path_factory.mktemp("other-safe")
    return new_root("Marram Vale", AT, sticks, PHRASE)
