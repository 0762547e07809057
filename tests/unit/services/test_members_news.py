"""What a newer list of members says otherwise of people and their computers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from peerreview.domain.network import Network, School
from peerreview.domain.people import Card, Person, Role
from peerreview.services.members_news import since

DAY = date(2026, 11, 17)
PEOPLE = tuple(
    Person(f"{number:032x}", name, Role.HEAD, "900101")
    for number, name in enumerate(("Tom", "Miriam", "Dele", "Carys", "Asha"))
)
TOM: Any = SimpleNamespace(person=PEOPLE[0].id, actor="0" * 64)


def card(person: int, key: str = "") -> Card:
    return Card(PEOPLE[person].id, (key or str(person)) * 64, "", "", DAY)


def network(*cards: Card) -> Network:
    return Network("n" * 32, "Marram Vale", 1, DAY, "", "", (School("900101", "Quillbeck Primary"),), (), PEOPLE, cards)


BEFORE = network(card(0), card(1))


def test_nothing_changed_and_nothing_is_said() -> None:
    assert since(BEFORE, replace(BEFORE, number=2), TOM, TOM) == ()


def test_few_who_joined_are_named_and_many_are_counted() -> None:
    one = network(*BEFORE.cards, card(2))
    assert since(BEFORE, one, TOM, TOM) == ("New: Dele (headteacher, Quillbeck Primary).",)
    assert since(network(card(0)), network(*map(card, range(5))), TOM, TOM) == ("New: 4 people.",)


def test_who_left_is_said_and_not_again_as_a_cancelled_computer() -> None:
    left = network(card(0), replace(card(1), until=DAY, ended="Left the network"))
    assert since(BEFORE, left, TOM, TOM) == ("No longer a member: Miriam (headteacher, Quillbeck Primary).",)


def test_computers_that_come_and_go_are_told_of_their_owner() -> None:
    two = network(card(0), card(0, "a"), card(1), card(1, "b"))
    other, mine = since(BEFORE, two, TOM, TOM)[::-1]
    assert mine.startswith("You have another computer in the network since Tue 17 November;")
    assert mine.endswith("If it is not yours, ring your office now.")
    assert other.startswith("Miriam has another computer in the network since Tue 17 November;")
    assert other.endswith("There is nothing to do.")
    ended = network(
        card(0), replace(card(0, "a"), until=DAY, ended="Lost"), replace(card(1), until=DAY, ended="Lost"), card(1, "b")
    )
    assert since(two, ended, TOM, TOM) == (
        "Your computer listed since Tue 17 November is cancelled (Lost).",
        "Miriam's computer listed since Tue 17 November is cancelled (Lost).",
    )


def test_keys_of_its_own_are_not_told_as_another_computer() -> None:
    now: Any = SimpleNamespace(person=PEOPLE[0].id, actor="a" * 64)
    assert since(BEFORE, network(*BEFORE.cards, card(0, "a")), TOM, now) == (
        "This computer has keys of its own now. Your next safe copy puts the new signing key on your stick.",
    )
