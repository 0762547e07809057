"""The history of any field reads in words: grades with their labels, days in full, people by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from peerreview.services import grading, history, preparing, reviews, visits
from tests.integration.services.world import World

At = Callable[[str], World]


def test_a_grade_is_said_with_its_words(at: At) -> None:
    world = at("drafted")
    dele = world.desk("dele")
    grading.agree(*dele, world.review, "P2", "3")
    newest, before = history.of_field(*dele, world.review, "agreed", "P2", "grade").lines[:2]
    assert newest.said == "3 Support needed"
    assert before.said == "2 Secure, next steps clear"
    assert newest.value == "3"
    stream = reviews.open_review(*dele, world.review).reviewers_stream
    hidden = history.of_field(*dele, stream, "hidden_view", f"P2.{world.people['dele']}", "grade").lines
    assert hidden[0].said in {"1 Strong, could share", "2 Secure, next steps clear", "3 Support needed"}


def test_a_day_is_said_in_full_and_people_by_name(at: At) -> None:
    world = at("joined")
    tom = world.desk("tom")
    visits.change(*tom, world.triad, world.visit, on=date(2026, 12, 1))
    told = history.of_field(*tom, world.triad, "visit", world.visit, "date").lines
    assert [line.said for line in told] == ["Tue 1 December 2026", "Tue 17 November 2026"]
    [writer] = history.of_field(*tom, world.triad, "visit", world.visit, "writer").lines
    assert writer.said == "Dele Akintola"
    [fellows] = history.of_field(*tom, world.triad, "visit", world.visit, "reviewers").lines
    assert fellows.said == "Miriam Feldt"


def test_a_tick_and_what_was_emptied(at: At) -> None:
    world = at("shared")
    tom = world.desk("tom")
    preparing.focus(*tom, world.review, ["P4"])
    assert history.of_field(*tom, world.review, "self_view", "P2", "focus").lines[0].said == "Not ticked"
    preparing.own_view(*tom, world.review, "P2", "2", "")
    lines = history.of_field(*tom, world.review, "self_view", "P2", "words").lines
    assert [line.said for line in lines if line.value is None] == [""] * sum(line.value is None for line in lines)
