"""The board's office puts its network together: schools by hand and from files, groups with dates, what is agreed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from peerreview.domain.network import Cycle, Group, School, Term
from peerreview.domain.people import Person, Role
from peerreview.domain.reviews import Audience
from peerreview.errors import BadInput, Refused
from peerreview.services import founding, joining, membership, office, opening
from tests.integration.services.test_preparing import register_file
from tests.integration.services.world import STAMP_PHRASE, World

At = Callable[[str], World]

AUTUMN = Term("Autumn", date(2026, 9, 1), date(2026, 12, 18))
SPRING = Term("Spring", date(2027, 1, 4), date(2027, 3, 26))


def now(world: World):  # type: ignore[no-untyped-def]
    """What the office has, published or not."""
    found = office.show(*world.desk("gwen"))
    assert found is not None
    return found


def test_nothing_of_it_reaches_anybody_before_it_is_published(at: At) -> None:
    world = at("joined")
    gwen = world.desk("gwen")
    office.keep_school(*gwen, School("900105", "Oxlip Lane Primary"))
    asha = office.keep_person(*gwen, Person("", "Asha Penhallow", Role.HEAD, "900105"))
    assert joining.show(*gwen).school("900105") is None
    assert now(world).changes == ("1 school", "1 person")
    assert office.publish(*gwen, world.stamp, STAMP_PHRASE) == 3
    assert now(world).changes == ()
    news = joining.send_network(*gwen, world.file("news")).paths[0]
    opening.bring_in(*world.desk("tom"), news)
    seen = joining.show(*world.desk("tom"))
    assert seen.school("900105")
    assert seen.person(asha)
    with pytest.raises(Refused) as refused:
        office.publish(*gwen, world.stamp, STAMP_PHRASE)
    assert refused.value.code == "nothing_new"


def test_what_would_contradict_itself_is_refused_when_it_is_typed(at: At) -> None:
    world = at("joined")
    gwen = world.desk("gwen")
    for school in (School("", "No number"), School("900105", " "), School("9 1", "A space")):
        with pytest.raises(BadInput):
            office.keep_school(*gwen, school)
    with pytest.raises(BadInput):
        office.keep_person(*gwen, Person("", "Nobody's head", Role.HEAD, "999999"))
    with pytest.raises(BadInput):
        office.keep_group(*gwen, Group("", "triad", "Backwards", ("900101",), "", date(2027, 1, 1), date(2026, 1, 1)))
    with pytest.raises(Refused) as refused:
        office.drop_school(*gwen, "900101")
    assert refused.value.happened == "Tom Ashdown-Reyes is of this school."
    with pytest.raises(Refused) as refused:
        office.drop_person(*gwen, world.people["tom"])
    assert refused.value.code == "was_member"
    assert now(world).changes == ()


def test_schools_come_from_the_register_by_number_and_by_authority(at: At, tmp_path: Path) -> None:
    world = at("joined")
    gwen = world.desk("gwen")
    vale = {"LA (name)": "Marram Vale", "EstablishmentStatus (name)": "Open", "PhaseOfEducation (name)": "Primary"}
    source = register_file(
        world,
        {"URN": "900101", "EstablishmentName": "Quillbeck Primary School", "NumberOfPupils": "420", **vale},
        {"URN": "900106", "EstablishmentName": "Dabberlocks Infant", "NumberOfPupils": "88", **vale},
        {"URN": "900107", "EstablishmentName": "Gone School", **vale, "EstablishmentStatus (name)": "Closed"},
        {"URN": "900108", "EstablishmentName": "Over the border", "LA (name)": "Elsewhere"},
    )
    taken = office.from_register(*gwen, source, authority="marram vale")
    assert taken.sentence == "1 school taken from the file."
    assert now(world).network.school("900106") == School("900106", "Dabberlocks Infant", "primary", 88)
    assert now(world).network.school("900101").name == "Quillbeck Primary School"
    assert now(world).network.school("900107") is None
    taken = office.from_register(*gwen, source, ["900108", "900999"])
    assert taken.sentence == "1 school taken from the file. Not in the file: 900999."
    office.drop_school(*gwen, "900108")
    assert now(world).network.school("900108") is None


def test_a_list_in_excel_adds_to_what_is_there(at: At, tmp_path: Path) -> None:
    world = at("joined")
    gwen = world.desk("gwen")
    book = Workbook()
    book.active.append(["Name", "Role", "URN", "School", "Pupils", "Triad", "Lead"])
    book.active.append(["Tom Ashdown-Reyes", "head", 900101, "Quillbeck Primary", 415, "Reed", None])
    book.active.append(["Asha Penhallow", "head", 900105, "Oxlip Lane Primary", 190, "Rush", "triad"])
    book.active.append(["Carys Bevan-Holt", None, 900106, "Dabberlocks Infant", None, "Rush", None])
    book.active.append([None, None, None, None, None, None, None])
    book.save(tmp_path / "people.xlsx")
    before = now(world).network
    taken = office.from_list(*gwen, tmp_path / "people.xlsx")
    assert taken.sentence == "2 schools, 2 people and 1 group taken from the file."
    after = now(world).network
    assert len([each for each in after.people if each.name == "Tom Ashdown-Reyes"]) == 1
    assert after.school("900101").pupils == 415
    rush = next(group for group in after.groups if group.name == "Rush")
    assert rush.schools == ("900105", "900106")
    assert after.person(rush.lead).name == "Asha Penhallow"
    assert next(group for group in after.groups if group.name == "Reed") == before.groups[0]
    assert office.from_list(*gwen, tmp_path / "people.xlsx").sentence == "Nothing in the file was new."


def test_groups_of_any_kind_stand_from_a_day_to_a_day(at: At) -> None:
    world = at("joined")
    gwen, tom = world.desk("gwen"), world.people["tom"]
    hub = office.keep_group(*gwen, Group("", "reading hub", "Shoreline readers", ("900101", "900104"), tom))
    reed = next(group for group in now(world).network.groups if group.name == "Reed")
    office.keep_group(*gwen, replace(reed, until=date(2027, 8, 31)))
    office.keep_group(*gwen, Group("", "triad", "Sedge", ("900101", "900104"), "", date(2027, 9, 1)))
    office.publish(*gwen, world.stamp, STAMP_PHRASE)
    network = joining.show(*gwen)
    assert next(group for group in network.groups if group.id == hub).kind == "reading hub"
    with world.app("gwen").ports.store.begin() as work:
        fellows = [
            {name for _, name in membership.audience(work, Audience.TRIAD, "900101", tom, day)}
            for day in (date(2026, 11, 17), date(2027, 9, 14))
        ]
    assert fellows == [{"Miriam Feldt", "Dele Akintola"}, {"Bernadette Oyelaran"}]
    office.drop_group(*gwen, hub)
    assert now(world).changes == ("1 group",)
    office.let_go(*gwen)
    assert now(world).changes == ()


def test_cycle_handbooks_least_levels_and_closure_days_reach_every_member(at: At) -> None:
    world = at("joined")
    gwen = world.desk("gwen")
    cycle = Cycle("2026/27", (AUTUMN, SPRING), 2)
    office.agree(
        *gwen, cycle=cycle, handbook="triad-p", handbooks=["light-touch", "triad-p"], least={"lead_head": "full"},
        closure_days=[date(2026, 11, 27)],
    )  # fmt: skip
    assert now(world).changes == ("what the network agreed on",)
    office.publish(*gwen, world.stamp, STAMP_PHRASE)
    opening.bring_in(*world.desk("miriam"), joining.send_network(*gwen, world.file("news")).paths[0])
    seen = joining.show(*world.desk("miriam"))
    assert (seen.cycle, seen.handbooks, seen.least) == (cycle, ("light-touch",), {"lead_head": "full"})
    assert seen.cycle.term_on(date(2026, 11, 17)) == AUTUMN
    assert seen.cycle.term_on(date(2026, 12, 25)) == SPRING
    assert seen.cycle.term_on(date(2027, 5, 1)) is None


def test_who_is_admitted_meanwhile_is_not_lost_when_the_office_publishes(at: At) -> None:
    world = at("joined")
    gwen = world.desk("gwen")
    office.keep_school(*gwen, School("900105", "Oxlip Lane Primary"))
    joining.drop(*gwen, world.stamp, STAMP_PHRASE, world.people["dele"], "Lost laptop, cancelled")
    assert office.publish(*gwen, world.stamp, STAMP_PHRASE) == 4
    assert joining.show(*gwen).left(world.people["dele"]) is not None


def test_a_triad_that_works_alone_needs_two_names_and_two_schools() -> None:
    for heads in ((), (("Tom", "Quillbeck", ""),), (("Tom", "Quillbeck", ""), ("Miriam", "", ""))):
        with pytest.raises(BadInput):
            founding.alone("Reed", heads)
    rows = founding.alone("Reed", [("Tom", "Quillbeck", "900101"), ("", "", ""), ("Miriam", "Tansy Bank", "")])
    assert [(row["name"], row["urn"], row["lead"]) for row in rows] == [
        ("Tom", "900101", "triad"),
        ("Miriam", "S2", ""),
    ]
