"""One rule decides what enters the graph; what it keeps out is set aside with the reason."""

from __future__ import annotations

import random

import msgspec
import pytest

from peerreview.domain.people import Listing
from peerreview.journal.admission import Reason, admit, let_in_edit
from peerreview.journal.change import StoredChange
from peerreview.journal.compose import Edit
from peerreview.journal.seal import Seal
from peerreview.journal.stream import Stream
from tests.unit.journal.triad import (
    DELE,
    MIRIAM,
    STRANGER,
    TOM,
    Writer,
    admit_all,
    bring,
    fresh,
    key_of,
    listing,
    review,
    verify,
)

POINT = "a" * 32


def written() -> tuple[Stream, list[Seal]]:
    """Tom begins, Dele and Miriam write on; each has sealed what they sent."""
    stream = review()
    seals = [Writer(TOM).seal(stream)]
    for person in (DELE, MIRIAM):
        Writer(person).put(stream, "main_point", POINT, "text", f"as {person} says")
        seals.append(Writer(person).seal(stream))
    return stream, seals


def reasons(set_aside: tuple[tuple[StoredChange, Reason], ...]) -> list[Reason]:
    return [reason for _, reason in set_aside]


def test_what_its_authors_sealed_is_admitted_ancestors_first() -> None:
    stream, seals = written()
    backwards = list(reversed(stream.changes))
    admission = admit_all(fresh(stream), backwards, seals)
    assert admission.admitted == stream.changes
    assert admission.set_aside == ()


def test_a_later_seal_of_the_author_covers_everything_below() -> None:
    stream = review()
    Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    Writer(DELE).put(stream, "main_point", POINT, "text", "two")
    (root, *_) = stream.changes
    seals = [Writer(TOM).seal(stream, [root.id]), Writer(DELE).seal(stream)]
    assert admit_all(fresh(stream), stream.changes, seals).admitted == stream.changes


def test_somebody_elses_seal_bears_witness_but_does_not_admit() -> None:
    stream, seals = written()
    admission = admit_all(fresh(stream), stream.changes, [seals[0], seals[2]])
    assert [stored.change.author for stored in admission.admitted] == [TOM]
    assert reasons(admission.set_aside) == [Reason.UNSEALED, Reason.RESTS_ON_SET_ASIDE]


def test_a_seal_from_the_authors_other_device_will_do() -> None:
    stream, seals = written()
    seals[1] = Writer(DELE, device=2).seal(stream, seals[1].tips)
    assert admit_all(fresh(stream), stream.changes, seals).set_aside == ()


def test_whoever_left_is_believed_where_a_member_bears_witness() -> None:
    stream, seals = written()
    by_miriam = admit_all(fresh(stream), stream.changes, seals, former=[DELE])
    assert by_miriam.admitted == stream.changes
    alone = admit_all(fresh(stream), stream.changes[:2], seals[:2], former=[DELE])
    assert reasons(alone.set_aside) == [Reason.FORMER_MEMBER]


def test_a_former_members_seal_counts_for_nothing() -> None:
    stream, seals = written()
    own = admit_all(fresh(stream), stream.changes, [seals[0], Writer(DELE).seal(stream)], former=[DELE])
    assert reasons(own.set_aside) == [Reason.FORMER_MEMBER, Reason.UNSEALED]


def test_an_unknown_sender_is_set_aside_and_all_that_rests_on_them() -> None:
    stream = review()
    seals = [Writer(TOM).seal(stream)]
    Writer(STRANGER).force(stream, Edit("main_point", POINT, "text", "hello"))
    Writer(DELE).put(stream, "main_point", POINT, "text", "on it")
    seals += [Writer(STRANGER).seal(stream), Writer(DELE).seal(stream)]
    admission = admit_all(fresh(stream), stream.changes, seals)
    assert reasons(admission.set_aside) == [Reason.UNKNOWN_SENDER, Reason.RESTS_ON_SET_ASIDE]


def test_nobody_writes_in_another_members_name() -> None:
    stream = review()
    forger = Writer(MIRIAM)
    forger.person = DELE
    forger.force(stream, Edit("report", "report", "headline", "All is well"))
    seals = [Writer(TOM).seal(stream), Writer(MIRIAM).seal(stream), Writer(DELE).seal(review())]
    admission = admit_all(fresh(stream), stream.changes, seals)
    assert reasons(admission.set_aside) == [Reason.OTHER_NAME]


def test_an_id_from_before_joining_is_the_persons_own() -> None:
    stream, seals = written()
    alias = {key_of(TOM): Listing("f" * 32, True, aliases=(TOM,))}
    others = listing(DELE, MIRIAM)
    admission = admit(
        fresh(stream), stream.changes, seals, cards=lambda actor: alias.get(actor) or others(actor), verify=verify
    )
    assert admission.admitted == stream.changes


@pytest.mark.parametrize("break_it", ["sig", "at", "tips", "stream", "actor"])
def test_a_seal_that_does_not_verify_admits_nothing(break_it: str) -> None:
    stream, seals = written()
    seal = seals[1]
    other = {
        "sig": "AAAA",
        "at": "2026-11-18T00:00:00.000Z",
        "tips": (stream.changes[2].id,),
        "stream": "review-" + "0" * 32,
        "actor": key_of(TOM),
    }
    seals[1] = msgspec.structs.replace(seal, **{break_it: other[break_it]})
    assert Reason.UNSEALED in reasons(admit_all(fresh(stream), stream.changes, seals).set_aside)


def test_a_seal_over_another_stream_admits_nothing_here() -> None:
    stream, seals = written()
    seals[1] = Writer(DELE).seal(Stream("review-" + "0" * 32, stream.table), seals[1].tips)
    assert Reason.UNSEALED in reasons(admit_all(fresh(stream), stream.changes, seals).set_aside)


def test_a_seal_whose_signature_is_no_base64_admits_nothing() -> None:
    stream, seals = written()
    seals[1] = msgspec.structs.replace(seals[1], sig="A")
    assert Reason.UNSEALED in reasons(admit_all(fresh(stream), stream.changes, seals).set_aside)


def test_what_rests_on_an_earlier_file_waits_for_it() -> None:
    stream, seals = written()
    root, second, third = stream.changes
    target = fresh(stream)
    first = admit_all(target, [root, third], seals)
    assert first.admitted == (root,)
    assert reasons(first.set_aside) == [Reason.WAITING]
    target.add(root)
    both = admit_all(target, [stored for stored, _ in first.set_aside] + [second], seals)
    assert both.admitted == (second, third)


def test_what_is_here_already_and_what_is_of_another_stream_is_left_out() -> None:
    stream, seals = written()
    other = Writer(DELE)
    foreign = msgspec.structs.replace(stream.changes[1], id="0" * 64, change=msgspec.structs.replace(
        stream.changes[1].change, stream="review-" + "0" * 32))  # fmt: skip
    admission = admit_all(stream, [*stream.changes, foreign], [*seals, other.seal(stream)])
    assert admission.admitted == ()
    assert admission.set_aside == ()


def test_what_the_store_vouches_for_needs_no_seal() -> None:
    stream, seals = written()
    second = stream.changes[1]
    admission = admit_all(fresh(stream), stream.changes, [seals[0], seals[2]], granted=[second.id])
    assert admission.admitted == stream.changes


def test_for_whoever_left_the_report_writer_bears_witness_by_name_and_everybody_admits_it() -> None:
    base = review()
    miriam, dele = Writer(MIRIAM), Writer(DELE)
    late = base.clone()
    stored = miriam.put(late, "main_point", POINT, "text", "written on the last day")
    seals = [Writer(TOM).seal(base), miriam.seal(late)]
    dele.write(base, let_in_edit(stored.id, "Miriam told me on the telephone"))
    seals.append(dele.seal(base))
    base.add(stored)
    arrival = list(base.changes)
    for seed in range(4):
        random.Random(seed).shuffle(arrival)
        admission = admit(
            fresh(base),
            arrival,
            seals,
            cards=listing(TOM, DELE, former=[MIRIAM]),
            verify=verify,
            values=base.values.values(),
        )
        assert {stored.id for stored in admission.admitted} == {stored.id for stored in base.changes}


@pytest.mark.parametrize("former", [(), (MIRIAM,)])
@pytest.mark.parametrize("known", [True, False])
def test_nobody_lets_in_what_its_author_did_not_seal(former: tuple[str, ...], known: bool) -> None:
    """Else whoever leads could put words into anybody's mouth."""
    base = review()
    forged = base.clone()
    stored = Writer(MIRIAM).put(forged, "main_point", POINT, "text", "never said")
    dele = Writer(DELE)
    dele.write(base, let_in_edit(stored.id, "she told me"))
    seals = [Writer(TOM).seal(base), dele.seal(base), dele.seal(forged)]
    members = [TOM, DELE] + [MIRIAM] * known
    admission = admit(
        base,
        [stored],
        seals,
        cards=listing(*members, former=former if known else ()),
        verify=verify,
        values=forged.values.values(),
    )
    assert reasons(admission.set_aside) == [Reason.UNSEALED if known else Reason.UNKNOWN_SENDER]


def test_a_members_seal_is_no_word_of_whoever_left() -> None:
    stream, seals = written()
    admission = admit_all(fresh(stream), stream.changes, [seals[0], seals[2]], former=[DELE])
    assert reasons(admission.set_aside) == [Reason.UNSEALED, Reason.RESTS_ON_SET_ASIDE]


def test_nobody_else_lets_anything_in() -> None:
    base = review()
    late = base.clone()
    stored = Writer(DELE).put(late, "main_point", POINT, "text", "written on the last day")
    Writer(MIRIAM).force(base, let_in_edit(stored.id, "why not"))
    seals = [Writer(TOM).seal(base), Writer(MIRIAM).seal(base), Writer(DELE).seal(late)]
    target = fresh(base)
    for value in base.values.values():
        target.put_value(value)
    admission = admit_all(target, [*base.changes, stored], seals[1:], former=[DELE])
    assert Reason.FORMER_MEMBER in reasons(admission.set_aside)


def test_in_whatever_order_and_portions_things_arrive_the_same_is_admitted() -> None:
    stream, seals = written()
    Writer(STRANGER).force(stream, Edit("main_point", POINT, "text", "hello"))
    sources = [*stream.changes]
    for seed in range(30):
        rng = random.Random(seed)
        target, aside, known = fresh(stream), {}, []
        parts: list[StoredChange | Seal] = [*sources, *seals]
        rng.shuffle(parts)
        while parts:
            portion, parts = parts[:2], parts[2:]
            known += [part for part in portion if isinstance(part, Seal)]
            aside |= {part.id: part for part in portion if isinstance(part, StoredChange)}
            admission = admit_all(target, aside.values(), known)
            for stored in admission.admitted:
                target.add(stored)
            aside = {stored.id: stored for stored, _ in admission.set_aside}
        assert {stored.id for stored in target.changes} == {stored.id for stored in sources[:3]}
        assert set(aside) == {sources[3].id}


def test_a_long_stream_is_sorted_at_once() -> None:
    stream = review()
    dele = Writer(DELE)
    for number in range(3000):
        dele.force(stream, Edit("main_point", f"{number:032x}", "text", "x"))
    seals = [Writer(TOM).seal(stream), dele.seal(stream)]
    admission = admit_all(fresh(stream), reversed(stream.changes), seals)
    assert len(admission.admitted) == len(stream)
    target = fresh(stream)
    bring(target, stream)
    assert target.tips == stream.tips
