"""Which safe copies of a row are kept: the newest of each of the last days and of each of the last weeks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime

DAYS = 7
WEEKS = 4


def kept(moments: Iterable[datetime]) -> frozenset[datetime]:
    """The moments whose copies stay, of all that there are.

    Days and weeks count on which there is a copy, so that a holiday, or a clock wrong by years, takes none away.
    """
    newest_first = sorted(moments, reverse=True)
    days = _newest_of_each(newest_first, lambda at: at.date(), DAYS)
    return days | _newest_of_each(newest_first, lambda at: at.isocalendar()[:2], WEEKS)


def _newest_of_each(
    newest_first: Iterable[datetime], span: Callable[[datetime], Hashable], most: int
) -> frozenset[datetime]:
    found: dict[Hashable, datetime] = {}
    for at in newest_first:
        if len(found) < most or span(at) in found:
            found.setdefault(span(at), at)
    return frozenset(found.values())
