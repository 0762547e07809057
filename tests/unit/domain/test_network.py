"""What a network document answers: who is who, whose key is whose, and who counted when."""

from __future__ import annotations

from datetime import date

import pytest

from peerreview.domain.network import Network, School
from peerreview.domain.people import Card, Person, Role

TOM = Person("a1" * 16, "Tom Ashdown-Reyes", Role.HEAD, "900101")
MIRIAM = Person("b2" * 16, "Miriam Feldt", Role.HEAD, "900102")
GWEN = Person("c3" * 16, "Gwen Hathersage", Role.OFFICE)
JOINED, LEFT, BACK = date(2026, 9, 1), date(2026, 12, 18), date(2027, 4, 12)


def card(person: Person, number: int, since: date, until: date | None = None) -> Card:
    """A card of somebody's, for their key with this number."""
    return Card(person.id, f"{number:064x}", "", "", since, until, "left" if until else "")


NETWORK = Network(
    "marram-vale", "Marram Vale schools network", 3, JOINED, "", "",
    schools=(School("900101", "Quillbeck Primary"), School("900102", "Tansy Bank C of E Primary")),
    people=(TOM, MIRIAM, GWEN),
    cards=(card(TOM, 1, JOINED, LEFT), card(MIRIAM, 2, JOINED, date(2026, 11, 2)), card(MIRIAM, 3, date(2026, 11, 2))),
)  # fmt: skip


def test_people_and_schools_are_found_by_their_ids() -> None:
    assert NETWORK.person(TOM.id) == TOM
    assert NETWORK.person("d4" * 16) is None
    assert NETWORK.school("900102") == School("900102", "Tansy Bank C of E Primary")
    assert NETWORK.school("900199") is None
    assert NETWORK.with_role(Role.HEAD) == (TOM, MIRIAM)
    assert NETWORK.with_role(Role.OFFICER) == ()


def test_a_key_leads_to_its_card_and_a_person_to_all_they_ever_had() -> None:
    found = NETWORK.card(f"{2:064x}")
    assert found is not None
    assert found.person == MIRIAM.id
    assert NETWORK.card("ff" * 32) is None
    assert [each.actor[-1] for each in NETWORK.cards_of(MIRIAM.id)] == ["2", "3"]
    assert NETWORK.cards_of(GWEN.id) == ()


def test_a_member_is_whose_card_stands_and_only_who_was_one_can_have_left() -> None:
    assert NETWORK.members == {MIRIAM.id}
    assert NETWORK.left(TOM.id) == LEFT
    assert NETWORK.left(MIRIAM.id) is None
    assert NETWORK.left(GWEN.id) is None


def test_who_came_back_and_left_again_left_the_second_time() -> None:
    twice = Network(
        "m", "M", 5, BACK, "", "", cards=(card(TOM, 4, BACK, date(2027, 7, 21)), card(TOM, 1, JOINED, LEFT))
    )
    assert twice.left(TOM.id) == date(2027, 7, 21)


@pytest.mark.parametrize(
    ("day", "listed"),
    [
        (date(2026, 8, 31), False),
        (JOINED, True),
        (date(2026, 12, 17), True),
        (LEFT, False),
        (date(2027, 1, 1), False),
    ],
)
def test_a_card_counts_from_its_first_day_to_the_day_before_its_end(day: date, listed: bool) -> None:
    assert card(TOM, 1, JOINED, LEFT).listed_on(day) is listed


def test_a_standing_card_counts_for_ever() -> None:
    assert card(TOM, 1, JOINED).listed_on(date(2051, 1, 1))
