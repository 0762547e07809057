"""The usual sharing plan: as last time, else the handbook's, never below the least; home asks who has not answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from peerreview.domain.reviews import Audience, Level
from peerreview.services import home, joining, opening, preparing, proposing, reviews, sending, sharing_plan, visits
from peerreview.services.views import Screen
from tests.integration.services.world import STAMP_PHRASE, World

At = Callable[[str], World]


def planned(world: World, review: str) -> dict[Audience, str]:
    sharing = reviews.open_review(*world.desk("tom"), review).sharing
    return {each.audience: each.level.text for each in sharing.plan if each.level.text not in ("", "none")}


def usual(world: World, review: str) -> bool:
    return reviews.open_review(*world.desk("tom"), review).sharing.usual


def test_one_tick_takes_the_handbooks_plan_and_another_takes_it_back(at: At) -> None:
    world = at("shared")
    tom = (*world.desk("tom"), world.review)
    first = planned(world, world.review)
    assert first[Audience.LEAD_HEAD] == Level.FULL
    assert usual(world, world.review)
    preparing.plan(*tom, Audience.BOARD, Level.FULL)
    assert not usual(world, world.review)
    sharing_plan.tick(*tom)
    assert planned(world, world.review) == first
    preparing.plan(*tom, Audience.TRUST, Level.FULL)
    sharing_plan.tick(*tom)
    assert planned(world, world.review) == first  # whoever usually gets nothing gets nothing
    sharing_plan.tick(*tom, on=False)
    assert planned(world, world.review) == {}
    assert not usual(world, world.review)


def test_the_next_time_the_usual_plan_is_as_last_time(at: At) -> None:
    world = at("shared")
    tom = (*world.desk("tom"), world.review)
    preparing.plan(*tom, Audience.BOARD, Level.FULL)
    preparing.plan(*tom, Audience.GOVERNORS, None)
    again = visits.plan(
        *world.desk("tom"), world.triad, school="900101", host=world.people["tom"], writer=world.people["miriam"],
        reviewers=[world.people["dele"]], on=date(2027, 3, 2),
    )  # fmt: skip
    review = reviews.begin(*world.desk("tom"), world.triad, again)
    sharing_plan.tick(*world.desk("tom"), review)
    found = planned(world, review)
    assert found[Audience.BOARD] == Level.FULL
    assert Audience.GOVERNORS not in found


def test_the_usual_plan_is_never_below_what_the_network_expects(at: At) -> None:
    world = at("shared")
    network = replace(joining.show(*world.desk("gwen")), least={str(Audience.BOARD): str(Level.FULL)})
    joining.publish(*world.desk("gwen"), world.stamp, STAMP_PHRASE, network)
    opening.bring_in(*world.desk("tom"), joining.send_network(*world.desk("gwen"), world.file("network")).paths[0])
    sharing_plan.tick(*world.desk("tom"), world.review)
    assert planned(world, world.review)[Audience.BOARD] == Level.FULL


def test_home_asks_which_days_suit_until_it_is_said(at: At) -> None:
    world = at("joined")
    tom, dele = world.desk("tom"), world.desk("dele")
    proposing.propose(*tom, world.triad, world.visit, [date(2026, 12, 1), date(2026, 12, 3)])
    assert "Say which of the proposed days suit you" not in [line.what for line in home.show(*tom).my_school]
    plan = sending.triad_copy(*tom, world.triad, [world.people["dele"]], world.file("plan"))
    opening.bring_in(*dele, plan.paths[0])
    [line] = home.show(*dele).triads
    assert (line.what, line.target.screen) == ("Say which of the proposed days suit you", Screen.TRIAD)
    with world.app("dele").ports.store.begin() as work:
        proposals = [each.id for each in work.stream(world.triad).records("proposal")]
    for proposal in proposals:
        proposing.answer(*dele, world.triad, proposal, False)
    assert home.show(*dele).triads == ()
