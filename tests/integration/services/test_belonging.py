"""Somebody is taken off a triad: what follows is said before, what they wrote stays, nothing more of theirs counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from peerreview.errors import UserFacingError
from peerreview.services import belonging, opening, sending, triads, visits
from tests.integration.services.world import World

At = Callable[[str], World]


def test_what_follows_is_said_and_a_review_keeps_its_people(at: At) -> None:
    world = at("shared")
    dele = world.people["dele"]
    said = belonging.what_follows(triads.show(*world.desk("tom"), world.triad), dele)
    assert said[0] == "Dele Akintola writes the report of the visit to Quillbeck Primary on Tue 17 November 2026."
    assert any("The review of Quillbeck Primary that has begun keeps its people" in each for each in said)
    belonging.take_off(*world.desk("tom"), world.triad, dele)
    view = triads.show(*world.desk("tom"), world.triad)
    assert dele not in {each.person for each in view.members}
    assert dele in dict(view.joinable)  # the network lists him: he can come back
    assert view.visits[0].writer_name == "Dele Akintola"  # until somebody else is named
    assert sending.working_copy(*world.desk("tom"), world.review, [dele], world.file("copy")).paths
    belonging.add(*world.desk("tom"), world.triad, dele)
    assert dele in {each.person for each in triads.show(*world.desk("tom"), world.triad).members}


def test_the_plan_goes_to_them_no_more_and_they_change_it_no_more(at: At) -> None:
    world = at("shared")
    tom, dele, miriam = world.desk("tom"), world.desk("dele"), world.desk("miriam")
    visits.change(*dele, world.triad, world.visit, reason="The hall is free on that day.")  # written before he knew
    early = sending.triad_copy(*dele, world.triad, [world.people["tom"]], world.file("early"))
    belonging.take_off(*tom, world.triad, world.people["dele"])
    with pytest.raises(UserFacingError) as refused:
        sending.triad_copy(*tom, world.triad, [world.people["dele"]], world.file("plan"))
    assert refused.value.code == "not_in_the_triad"
    plan = sending.triad_copy(*tom, world.triad, [world.people["miriam"]], world.file("plan"))
    opening.bring_in(*miriam, plan.paths[0])
    assert world.people["dele"] not in {each.person for each in triads.show(*miriam, world.triad).members}
    opening.bring_in(*tom, early.paths[0])
    assert triads.show(*tom, world.triad).visits[0].reason == "The hall is free on that day."


def test_nobody_takes_themselves_off_and_a_triad_keeps_a_head(at: At) -> None:
    world = at("joined")
    tom = (*world.desk("tom"), world.triad)
    with pytest.raises(UserFacingError) as refused:
        belonging.take_off(*tom, world.people["tom"])
    assert refused.value.code == "not_myself"
    with pytest.raises(UserFacingError) as refused:
        belonging.take_off(*tom, world.people["gwen"])
    assert refused.value.code == "not_of_the_triad"


def test_who_does_nothing_on_a_visit_to_come_needs_nobody_instead(at: At) -> None:
    world = at("joined")
    view = triads.show(*world.desk("tom"), world.triad)
    lead = next(each for each in view.members if each.role == "lead_head")
    said = belonging.what_follows(view, lead.person)
    assert said[0].startswith(f"{lead.name} no longer changes the plan")
    belonging.take_off(*world.desk("tom"), world.triad, lead.person)
    assert date(2026, 11, 17).isoformat() == triads.show(*world.desk("tom"), world.triad).visits[0].date.text
