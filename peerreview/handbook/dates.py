"""The dates of a review, worked out from its visit in working school days (HANDBOOK §0.2)."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from peerreview.domain import schooldays
from peerreview.domain.people import Role

from .model import VISIT, Deadline, Handbook


@dataclass(frozen=True)
class Due:
    """A deadline with its date. It is a `forecast` while what it is counted from has not happened."""

    code: str
    label: str
    on: date
    who: tuple[Role, ...]
    forecast: bool = False


def deadlines(
    handbook: Handbook, visit: date, closed: Collection[date] = (), happened: Mapping[str, date] | None = None
) -> tuple[Due, ...]:
    """Every deadline that has a date, in the handbook's order.

    `closed` are the closure days of school and network. `happened` gives the days on which steps took place (by the
    code of their deadline): what is counted from such a step is counted from that day, and is no forecast any more.
    """
    by_code = {each.code: each for each in handbook.deadlines}
    known = {**(happened or {}), VISIT: visit}

    def reckoned(deadline: Deadline) -> date:
        origin = deadline.counted_from
        start = known[origin] if origin in known else reckoned(by_code[origin])
        return schooldays.shift(_months_after(start, deadline.months), deadline.days, closed)

    return tuple(
        Due(each.code, each.label, reckoned(each), each.who, forecast=each.counted_from not in known)
        for each in handbook.deadlines
        if each.counted_from
    )


def clear_out(handbook: Handbook, visit: date, closed: Collection[date] = (), signed: date | None = None) -> date:
    """The day by which notes are cleared out: a forecast until `signed`, the day of the last signature, is known."""
    code = handbook.retention.clear_out
    origin = next(each.counted_from for each in handbook.deadlines if each.code == code)
    happened = {origin: signed} if signed else None
    return next(due.on for due in deadlines(handbook, visit, closed, happened) if due.code == code)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
