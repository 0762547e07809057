"""On whose word a computer stands: what is looked at before a lost one is cancelled."""

from __future__ import annotations

from datetime import date

from peerreview.domain.network import Network
from peerreview.domain.people import Card, Person, Role
from peerreview.services.own_keys import vouched

DAY, TOM = date(2026, 11, 2), "1" * 32
A, B, C, D = (each * 64 for each in "abcd")


def network(*cards: tuple[str, str | None] | tuple[str, str | None, date]) -> Network:
    """Tom's computers in the order in which they were listed: key, on whose word, and until when."""
    listed = tuple(Card(TOM, key, "", "", DAY, *until or (None,), voucher=word) for key, word, *until in cards)
    return Network("9" * 32, "Marram Vale", 1, DAY, "", "", people=(Person(TOM, "Tom", Role.HEAD),), cards=listed)


def keys(found: Network, lost: str) -> tuple[str, str]:
    """Which rest on the word of the lost one, and of which it is not known, each by its letter."""
    said = vouched(found, TOM, lost)
    return "".join(each.actor[0] for each in said.its), "".join(each.actor[0] for each in said.unknown)


def test_exactly_those_it_vouched_for_are_named() -> None:
    found = network((A, ""), (B, A), (C, B), (D, A))
    assert keys(found, A) == ("bcd", "")  # C through B
    assert keys(found, B) == ("c", "")
    assert keys(found, C) == ("", "")
    assert vouched(found, TOM, C).lines == ()


def test_what_was_vouched_for_by_one_that_is_cancelled_too_is_named() -> None:
    assert keys(network((A, ""), (B, A, DAY), (C, B)), A) == ("c", "")


def test_of_older_ones_it_is_said_that_it_is_not_known() -> None:
    found = network((A, None), (B, None), (C, B), (D, A))
    assert keys(found, A) == ("d", "bc")
    assert keys(found, B) == ("c", "")  # A was listed before it
    lines = vouched(found, TOM, A).lines
    assert lines[0].startswith("It vouched for these.")
    assert lines[2].startswith("It is not known which computer vouched for these.")
    assert all(each.startswith("Listed since 2 November 2026: ") for each in (lines[1], *lines[3:]))


def test_who_was_compared_by_telephone_rests_on_nobodys_word() -> None:
    assert keys(network((A, "", DAY), (B, ""), (C, B)), A) == ("", "")
