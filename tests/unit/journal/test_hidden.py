"""Hidden views stay on the device until everybody has put theirs in; blind means blind."""

from __future__ import annotations

import pytest

from peerreview.errors import Refused
from peerreview.journal import hidden
from peerreview.journal.compose import Edit, MayNotWrite
from peerreview.journal.record import Status
from peerreview.journal.stream import Inert, Stream
from peerreview.journal.value import make_value
from tests.unit.journal.triad import DELE, MIRIAM, STRANGER, TOM, Writer, bring, review, reviewers, salts_from


def give(stream: Stream, person: str, grade: str, section: str = "P2") -> str:
    """Put a hidden view down; gives the digest of its value."""
    stored = Writer(person).put(stream, "hidden_view", f"{section}.{person}", "grade", grade)
    return stored.change.ops[0].digest


def lock(stream: Stream, person: str) -> None:
    Writer(person).write(stream, *hidden.lock_edits(stream, person))


def reveal(stream: Stream, person: str) -> None:
    Writer(person).write(stream, *hidden.reveal_edits(stream, person))


def travel(source: Stream, target: Stream) -> None:
    """What a file from `source` brings: every change, and the values that may travel."""
    for digest, value in source.values.items():
        if hidden.may_travel(source, digest):
            target.put_value(value)
    bring(target, source, values=False)


def grade(stream: Stream, person: str, viewer: str = "") -> object:
    record = stream.record("hidden_view", f"P2.{person}", viewer=viewer)
    return record.get("grade") if record else None


def test_a_laptop_passed_round_shows_each_their_own_until_both_are_in() -> None:
    stream = reviewers()
    hers = give(stream, MIRIAM, "2")
    assert (grade(stream, MIRIAM, MIRIAM), grade(stream, MIRIAM, DELE), grade(stream, MIRIAM)) == ("2", None, None)
    (record,) = stream.records("hidden_view", viewer=DELE)
    assert record.state("grade").heads[0].status is Status.WITHHELD
    lock(stream, MIRIAM)
    his = give(stream, DELE, "3")
    assert hidden.withheld(stream) == {hers, his}
    assert hidden.waiting_for(stream) == {DELE}
    with pytest.raises(Refused) as caught:
        hidden.reveal_edits(stream, MIRIAM)
    assert caught.value.code == "views_missing"
    lock(stream, DELE)
    assert hidden.all_locked(stream)
    assert grade(stream, MIRIAM, DELE) is None
    reveal(stream, MIRIAM)
    reveal(stream, DELE)
    assert (grade(stream, MIRIAM), grade(stream, DELE)) == ("2", "3")
    assert hidden.withheld(stream) == frozenset()
    assert hidden.is_blind(stream, MIRIAM)
    assert hidden.is_blind(stream, DELE)


def test_on_two_laptops_only_digests_travel_until_the_reveal() -> None:
    his = reviewers()
    hers = his.clone()
    digest = give(hers, MIRIAM, "2")
    lock(hers, MIRIAM)
    travel(hers, his)
    assert digest not in his.values
    assert digest in his.needs_values
    assert his.record("lock", MIRIAM) is not None
    give(his, DELE, "3")
    lock(his, DELE)
    reveal(his, DELE)
    with pytest.raises(Refused) as caught:
        hidden.reveal_edits(his, MIRIAM)
    assert caught.value.code == "views_elsewhere"
    travel(his, hers)
    assert grade(hers, DELE, MIRIAM) == "3"
    reveal(hers, MIRIAM)
    travel(hers, his)
    assert grade(his, MIRIAM, DELE) == "2"
    assert hidden.is_blind(his, MIRIAM)
    assert hidden.is_blind(his, DELE)


def test_a_lock_made_after_seeing_a_colleagues_view_is_not_blind() -> None:
    stream = reviewers()
    give(stream, MIRIAM, "2")
    lock(stream, MIRIAM)
    Writer(DELE).write(
        stream, Edit("waiver", "waiver", "without", [DELE]), Edit("waiver", "waiver", "reason", "late train")
    )
    reveal(stream, MIRIAM)
    assert grade(stream, MIRIAM, DELE) == "2"
    give(stream, DELE, "2")
    lock(stream, DELE)
    assert hidden.is_blind(stream, MIRIAM)
    assert not hidden.is_blind(stream, DELE)


def test_a_view_given_on_a_second_device_after_seeing_a_colleagues_is_not_blind() -> None:
    stream = reviewers()
    first = stream.clone()
    give(stream, DELE, "2")
    lock(stream, DELE)
    Writer(DELE).put(stream, "waiver", "waiver", "without", [MIRIAM])
    reveal(stream, DELE)
    give(first, MIRIAM, "2")
    lock(first, MIRIAM)  # her first laptop has not heard of the reveal
    assert hidden.is_blind(first, MIRIAM)
    give(stream, MIRIAM, "2", "P4")  # her second one has, but not of her lock
    bring(stream, first)
    assert not hidden.is_blind(stream, MIRIAM)


def test_nobody_is_blind_before_they_have_put_theirs_in() -> None:
    stream = reviewers()
    give(stream, DELE, "2")
    assert not hidden.is_blind(stream, DELE)


def test_after_the_lock_nothing_can_be_changed() -> None:
    stream = reviewers()
    give(stream, DELE, "2")
    lock(stream, DELE)
    with pytest.raises(MayNotWrite) as caught:
        give(stream, DELE, "3")
    assert caught.value.reason is Inert.LOCKED
    assert not stream.may_write(DELE, "hidden_view", f"P4.{DELE}", "grade")
    assert stream.may_write(MIRIAM, "hidden_view", f"P4.{MIRIAM}", "grade")


def test_an_edit_beside_the_lock_is_kept_and_marked() -> None:
    stream = reviewers()
    give(stream, DELE, "2")
    apart = stream.clone()
    lock(stream, DELE)
    give(apart, DELE, "3")
    bring(stream, apart)
    record = stream.record("hidden_view", f"P2.{DELE}", viewer=DELE)
    assert record is not None
    assert [(version.value, version.after_lock) for version in record.state("grade").heads] == [("3", True)]


def test_a_grade_changed_before_the_lock_is_put_in_as_it_stands() -> None:
    stream = reviewers()
    first = give(stream, DELE, "3")
    second = give(stream, DELE, "2")
    (edit,) = hidden.lock_edits(stream, DELE)
    listed = edit.value
    assert isinstance(listed, list)
    assert [placed.op.digest for name in listed if (placed := stream.op(name))] == [second]
    give(stream, MIRIAM, "2")
    lock(stream, DELE)
    lock(stream, MIRIAM)
    reveal(stream, DELE)
    assert first in hidden.withheld(stream)  # the change of mind is nobody's business
    assert second not in hidden.withheld(stream)


def test_a_reviewer_who_saw_nothing_puts_in_nothing() -> None:
    stream = reviewers()
    give(stream, DELE, "2")
    lock(stream, DELE)
    lock(stream, MIRIAM)
    reveal(stream, MIRIAM)
    assert hidden.all_locked(stream)


def test_whoever_has_not_put_theirs_in_shows_nothing_though_they_are_waived() -> None:
    stream = reviewers()
    give(stream, DELE, "2")
    give(stream, MIRIAM, "2")
    lock(stream, MIRIAM)
    Writer(DELE).put(stream, "waiver", "waiver", "without", [DELE])
    assert hidden.all_locked(stream)
    with pytest.raises(Refused):
        hidden.reveal_edits(stream, DELE)
    reveal(stream, MIRIAM)


def test_nobody_reveals_a_colleagues_view() -> None:
    stream = reviewers()
    hers = give(stream, MIRIAM, "2")
    (placed,) = stream.bearers(hers)
    Writer(DELE).force(stream, Edit("reveal", DELE, "views", [placed.id]), Edit("reveal", MIRIAM, "views", [placed.id]))
    assert hers in hidden.withheld(stream)
    assert grade(stream, MIRIAM, DELE) is None


def test_a_copied_digest_lets_nothing_out() -> None:
    stream = reviewers()
    hers = give(stream, MIRIAM, "2")
    copied = stream.values[hers]
    Writer(DELE).force(stream, Edit("note", "b" * 32, "shows", "copied"), salted=[copied])
    assert hers in hidden.withheld(stream)
    assert not hidden.may_travel(stream, hers)


def test_only_what_a_change_names_travels() -> None:
    stream = reviewers()
    stray = make_value("stray", salts_from("stray")())
    stream.put_value(stray)
    assert not hidden.may_travel(stream, stray.digest)
    assert all(hidden.may_travel(stream, op.digest) for stored in stream.changes for op in stored.change.ops)


def test_a_reviewer_who_left_is_not_waited_for() -> None:
    stream = reviewers()
    give(stream, DELE, "2")
    lock(stream, DELE)
    assert hidden.waiting_for(stream) == {MIRIAM}
    Writer(DELE).put(stream, "reviewer", MIRIAM, "gone", True)
    assert hidden.all_locked(stream)


def test_only_the_lead_waives() -> None:
    stream = reviewers()
    assert not stream.may_write(MIRIAM, "waiver", "waiver", "without")
    assert not stream.may_write(STRANGER, "waiver", "waiver", "without")


def test_without_reviewers_nothing_is_shown() -> None:
    stream = review()
    assert hidden.withheld(stream) == frozenset()
    alone = Stream(reviewers().id, stream.table)
    assert not hidden.all_locked(alone)
    assert TOM not in alone.people
