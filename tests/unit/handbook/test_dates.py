"""Dates of a review, held against those that USERS §5 works out for Quillbeck."""

from __future__ import annotations

from datetime import date

import pytest

from peerreview.config import paths
from peerreview.domain.people import Role
from peerreview.handbook import dates, reader
from peerreview.handbook.model import Handbook

VISIT = date(2026, 11, 17)
TRAINING_DAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return reader.load(paths.forms() / "triad-p")


def _on(handbook: Handbook, *closed: date) -> dict[str, str]:
    return {due.code: due.on.strftime("%a %-d %b %Y") for due in dates.deadlines(handbook, VISIT, closed)}


def test_the_dates_of_quillbeck(handbook: Handbook) -> None:
    assert _on(handbook) == {
        "shared": "Tue 3 Nov 2026",
        "call": "Tue 10 Nov 2026",
        "visit": "Tue 17 Nov 2026",
        "feedback": "Tue 17 Nov 2026",
        "draft": "Thu 19 Nov 2026",
        "draft_latest": "Tue 24 Nov 2026",
        "checked": "Tue 1 Dec 2026",
        "signed": "Thu 3 Dec 2026",
        "sent": "Thu 3 Dec 2026",
        "workshop": "Tue 15 Dec 2026",
        "clear_out": "Wed 3 Mar 2027",
    }


def test_a_training_day_moves_what_comes_after_it(handbook: Handbook) -> None:
    moved = _on(handbook, TRAINING_DAY)
    assert [moved[code] for code in ("draft_latest", "checked", "signed", "workshop")] == [
        *("Tue 24 Nov 2026", "Wed 2 Dec 2026", "Fri 4 Dec 2026", "Wed 16 Dec 2026")
    ]


def test_bank_holidays_do_not_count(handbook: Handbook) -> None:
    due = {each.code: each.on for each in dates.deadlines(handbook, date(2026, 12, 22))}
    assert due["draft_latest"] == date(2026, 12, 31)


def test_clearing_out_is_a_forecast_until_the_last_signature(handbook: Handbook) -> None:
    forecast = next(due for due in dates.deadlines(handbook, VISIT) if due.code == "clear_out")
    assert forecast.forecast
    known = dates.deadlines(handbook, VISIT, happened={"signed": date(2026, 11, 30)})
    due = next(due for due in known if due.code == "clear_out")
    assert (due.on, due.forecast) == (date(2027, 2, 28), False)
    assert next(due for due in known if due.code == "signed").on == date(2026, 12, 3)
    assert dates.clear_out(handbook, VISIT) == date(2027, 3, 3)
    assert dates.clear_out(handbook, VISIT, signed=date(2026, 11, 20)) == date(2027, 2, 20)


def test_each_deadline_says_whose_it_is(handbook: Handbook) -> None:
    who = {due.code: due.who for due in dates.deadlines(handbook, VISIT)}
    assert who["shared"] == (Role.HOST,)
    assert who["draft"] == (Role.LEAD_REVIEWER,)


def test_steps_without_a_reckonable_date_have_none(handbook: Handbook) -> None:
    assert {"fixed", "quality", "action_check"}.isdisjoint(due.code for due in dates.deadlines(handbook, VISIT))
