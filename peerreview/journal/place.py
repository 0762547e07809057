"""Places in an order: text keys between which there is always room, so that moving one item rewrites no other."""

from __future__ import annotations

from datetime import datetime

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # in the order of their code points


_MOMENT = 8  # digits: milliseconds until the year 8888


def of_moment(at: datetime) -> str:
    """The place of what nobody has moved: keys of moments sort as the moments do, and between two there is room."""
    left, digits = round(at.timestamp() * 1000), ""
    for _ in range(_MOMENT):
        left, digit = divmod(left, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits + _DIGITS[len(_DIGITS) // 2]


def between(before: str | None, after: str | None) -> str:
    """A key that sorts after `before` and ahead of `after`; None stands for the beginning or the end.

    Two people may have put items at one place; between such a pair there is no room, and the key comes after both.
    """
    low = before or ""
    high = after if after is not None and low < after else None
    return _between(low, high)


def _between(low: str, high: str | None) -> str:
    if high is not None:
        shared = next(i for i in range(len(high)) if high[i] != low[i : i + 1].ljust(1, "0"))
        if shared:
            return high[:shared] + _between(low[shared:], high[shared:])
    first = _DIGITS.index(low[0]) if low else 0
    last = _DIGITS.index(high[0]) if high else len(_DIGITS)
    if last - first > 1:
        return _DIGITS[_inside(first, last, bool(low), high is not None)]
    if high is not None and len(high) > 1:
        return high[0]
    return _DIGITS[first] + _between(low[1:], None)


def _inside(first: int, last: int, has_low: bool, has_high: bool) -> int:
    """A digit between two; next to the only one there is, so that adding at an end keeps the keys short."""
    if has_low == has_high:
        return (first + last) // 2
    return first + 1 if has_low else last - 1
