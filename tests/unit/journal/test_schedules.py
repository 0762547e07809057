"""The promises of DESIGN §4, over generated schedules of everything that happens to files, devices and people."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.journal import hidden
from peerreview.journal.admission import admit
from peerreview.journal.disposal import disposed
from peerreview.journal.record import Status
from tests.unit.journal.exchange import ACTIONS, Network
from tests.unit.journal.promises import holdings, require_same, require_shown
from tests.unit.journal.triad import fresh, state, verify

steps = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 4), st.integers(0, 9999)), min_size=20, max_size=90)
"""What happens, on which device, and a number that says what exactly."""

few = settings(max_examples=40)


def played(schedule: list[tuple[str, int, int]]) -> Network:
    network = Network()
    for action, device, number in schedule:
        getattr(network, action)(network.devices[device], number)
    return network


def settled(schedule: list[tuple[str, int, int]]) -> Network:
    network = played(schedule)
    network.settle()
    return network


@few
@given(steps)
def test_the_same_changes_seals_and_listing_give_the_same_state_on_every_device(
    schedule: list[tuple[str, int, int]],
) -> None:
    require_same(settled(schedule))


@few
@given(steps, st.randoms(use_true_random=False))
def test_no_order_of_arrival_makes_a_difference(schedule: list[tuple[str, int, int]], rng: random.Random) -> None:
    network = settled(schedule)
    for first, *_ in holdings(network):
        stream = fresh(first.stream)
        parts = [*first.stream.changes, *first.stream.values.values()]
        rng.shuffle(parts)
        waiting = []
        for part in parts:
            if hasattr(part, "raw"):
                waiting.append(part)
            else:
                stream.put_value(part)
            for stored in list(waiting):
                if all(dep in stream for dep in stored.change.deps):
                    stream.add(stored)
                    waiting.remove(stored)
        while waiting:
            ready = [stored for stored in waiting if all(dep in stream for dep in stored.change.deps)]
            for stored in ready:
                stream.add(stored)
                waiting.remove(stored)
        assert state(stream) == state(first.stream)
        assert set(stream.values) == set(first.stream.values)


@few
@given(steps)
def test_bringing_everything_in_again_changes_nothing(schedule: list[tuple[str, int, int]]) -> None:
    network = settled(schedule)
    for device in network.devices:
        before = {stream_id: (state(held.stream), dict(held.aside)) for stream_id, held in device.held.items()}
        for number, file in enumerate(reversed(network.post)):
            device.bring_in(file, random.Random(number))
        assert before == {stream_id: (state(held.stream), held.aside) for stream_id, held in device.held.items()}


@few
@given(steps)
def test_every_acknowledged_edit_is_in_the_state_the_history_or_a_choice(schedule: list[tuple[str, int, int]]) -> None:
    """What is in a graph gets everywhere. What is set aside stays where it is: a stranger's file may have come there
    alone, and it travels with nobody."""
    network = played(schedule)
    written: dict[str, set[str]] = {}
    known = [{stream_id: held.ops() for stream_id, held in device.held.items()} for device in network.devices]
    for device in network.devices:
        for stream_id, held in device.held.items():
            written.setdefault(stream_id, set()).update(placed.id for placed in held.stream.ops())
    network.settle()
    for device, acknowledged in zip(network.devices, known, strict=True):
        for stream_id, held in device.held.items():
            assert written[stream_id] | acknowledged[stream_id] <= held.ops()
            require_shown(network, held.stream)


@few
@given(steps)
def test_hidden_views_show_and_leave_only_after_the_reveal(schedule: list[tuple[str, int, int]]) -> None:
    network = played(schedule)  # what is sent is checked at each sending
    for device in network.devices:
        held = device.held.get(network.reviewers)
        if held is None:
            continue
        revealed = {
            name
            for record in held.stream.records("reveal")
            for version in record.state("views").heads
            for name in version.value or ()
        }
        for record in held.stream.all_records("hidden_view"):
            for version in record.state("grade").heads:
                assert version.op in revealed or version.status is not Status.PRESENT
                placed = held.stream.op(version.op)
                assert placed is not None
                assert version.op in revealed or not hidden.may_travel(held.stream, placed.op.digest)


@few
@given(steps, st.randoms(use_true_random=False))
def test_admission_does_not_depend_on_the_order(schedule: list[tuple[str, int, int]], rng: random.Random) -> None:
    network = settled(schedule)
    for first, *_ in holdings(network):
        everything = [*first.stream.changes, *first.aside.values()]
        outcomes = []
        for _ in range(3):
            rng.shuffle(everything)
            seals = list(first.seals)
            rng.shuffle(seals)
            admission = admit(
                fresh(first.stream),
                everything,
                seals,
                cards=network.cards.get,
                verify=verify,
                values=first.stream.values.values(),
            )
            outcomes.append(
                ({stored.id for stored in admission.admitted}, {(s.id, reason) for s, reason in admission.set_aside})
            )
        assert outcomes[0] == outcomes[1] == outcomes[2]
        assert outcomes[0][0] == {stored.id for stored in first.stream.changes}


def test_the_schedules_reach_what_they_are_meant_to_reach() -> None:
    rng = random.Random(17)
    seen: Counter[str] = Counter()
    for _ in range(40):
        network = settled([(rng.choice(ACTIONS), rng.randrange(5), rng.randrange(10_000)) for _ in range(80)])
        for first, *_ in holdings(network):
            stream = first.stream
            kinds = [kind.name for kind in stream.table.kinds_of(stream.type.name)]
            records = [record for kind in kinds for record in stream.all_records(kind)]
            versions = [version for record in records for state in record.fields.values() for version in state.heads]
            seen["contested"] += any(record.contested for record in records)
            seen["gone"] += any(record.gone for record in records)
            seen["inert"] += bool(stream.inert)
            seen["aside"] += bool(first.aside)
            seen["disposed"] += bool(disposed(stream))
            seen["withheld"] += bool(hidden.withheld(stream))
            seen["revealed"] += bool(stream.records("reveal"))
            seen["after_lock"] += any(version.after_lock for version in versions)
            seen["let_in"] += bool(stream.records("let_in"))
    assert len(seen) == 9
    assert min(seen.values()) > 0, seen
    print(seen)
