"""The whole sharing plan in one act: who gets what, in which file, and what is still to go out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.domain.reviews import Audience, Level
from peerreview.errors import Refused
from peerreview.journal.compose import Edit
from peerreview.services import opening, reviews, sharing, sharing_by_plan, sharing_plan, verifying, writing
from tests.integration.services.world import World

At = Callable[[str], World]


def _outstanding(world: World, who: str = "tom") -> set[Audience]:
    return {each.audience for each in reviews.open_review(*world.desk(who), world.review).sharing.outstanding}


def _give(world: World, audience: Audience) -> None:
    """Plan the full report for an audience."""
    writing.write(*world.desk("tom"), world.review, [Edit("sharing", str(audience), "level", str(Level.FULL))])


@pytest.fixture
def planned(at: At) -> World:
    """The signed report, with the usual plan."""
    world = at("signed")
    sharing_plan.tick(*world.desk("tom"), world.review)
    return world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def test_each_gets_a_file_of_their_own_at_their_level_and_the_governors_a_pdf(planned: World, folder: Path) -> None:
    plan = sharing.planned(*planned.desk("tom"), planned.review)
    assert _outstanding(planned) == set(plan)
    assert {Audience.GOVERNORS, Audience.LEAD_HEAD, Audience.BOARD} <= set(plan)
    sent = sharing_by_plan.share(*planned.desk("tom"), planned.review, folder)
    assert set(sent.paths) == set(folder.iterdir())
    assert sent.size == sum(each.stat().st_size for each in folder.iterdir())
    shared = {Audience(each.audience): each.level for each in sharing.releases(*planned.desk("tom"), planned.review)}
    assert shared == plan
    assert _outstanding(planned) == set()
    [pdf] = [each for each in sent.paths if each.suffix == ".pdf" and "FULL" in each.name]
    assert verifying.verify_here(*planned.desk("tom"), pdf).good
    emails = sent.message.split("\n\n* * *\n\n")
    assert len(emails) == len(plan)
    assert any(each.startswith("To Bernadette Oyelaran\n\nDear Bernadette Oyelaran,") for each in emails)
    assert any(each.startswith("To Governors\n\nDear colleague,") and pdf.name in each for each in emails)
    [lead] = [each for each in sent.paths if "Bernadette" in each.name]
    assert "Quillbeck Primary" in opening.bring_in(*planned.desk("bernadette"), lead).sentence


def test_only_who_has_not_got_it_is_served_and_then_nobody_waits(planned: World, folder: Path) -> None:
    sharing.share(*planned.desk("tom"), planned.review, Audience.LEAD_HEAD)
    sharing_by_plan.share(*planned.desk("tom"), planned.review, folder)
    levels = [each.audience for each in sharing.releases(*planned.desk("tom"), planned.review)]
    assert len(levels) == len(set(levels))
    with pytest.raises(Refused) as refused:
        sharing_by_plan.share(*planned.desk("tom"), planned.review, folder)
    assert refused.value.code == "all_shared"


def test_two_who_get_the_same_pdf_find_it_once(planned: World, folder: Path) -> None:
    _give(planned, Audience.TRUST)
    sent = sharing_by_plan.share(*planned.desk("tom"), planned.review, folder)
    assert len([each for each in sent.paths if "FULL" in each.name and each.suffix == ".pdf"]) == 1
    assert Audience.TRUST in {
        Audience(each.audience) for each in sharing.releases(*planned.desk("tom"), planned.review)
    }


def test_who_was_reached_before_a_file_could_not_be_written_stays_reached(planned: World, folder: Path) -> None:
    tried = sharing.share(*planned.desk("tom"), planned.review, Audience.GOVERNORS)
    sharing.stop(*planned.desk("tom"), planned.review, Audience.GOVERNORS)
    _give(planned, Audience.GOVERNORS)
    (folder / tried.name).write_text("something else of this name")
    with pytest.raises(Refused) as refused:
        sharing_by_plan.share(*planned.desk("tom"), planned.review, folder)
    assert refused.value.code == "name_taken"
    assert (folder / tried.name).read_text() == "something else of this name"
    assert {Audience.LEAD_HEAD, Audience.BOARD}.isdisjoint(_outstanding(planned))
    assert [each for each in folder.iterdir() if "Bernadette" in each.name]


def test_nobody_but_the_host_has_a_plan_to_follow(planned: World, folder: Path) -> None:
    planned.pass_on("tom", "dele")
    assert _outstanding(planned, "dele") == set()
    with pytest.raises(Refused):
        sharing_by_plan.share(*planned.desk("dele"), planned.review, folder)
    assert not list(folder.iterdir())
