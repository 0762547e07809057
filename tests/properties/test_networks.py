"""The promises of DESIGN §4 over networks of three to twelve devices."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.properties.networks import LARGEST, WIDER, Wide
from tests.unit.journal.promises import require_same, require_shown
from tests.unit.journal.triad import state

Step = tuple[str, int, int]


def steps(most: int) -> st.SearchStrategy[list[Step]]:
    """What happens, on which device, and a number that says what exactly."""
    one = st.tuples(st.sampled_from(WIDER), st.integers(0, LARGEST - 1), st.integers(0, 9999))
    return st.lists(one, min_size=most // 4, max_size=most)


def require_promises(size: int, schedule: list[Step]) -> Wide:
    """Play a schedule, and hold the network to every promise."""
    network = Wide(size)
    for action, place, number in schedule:
        getattr(network, action)(network.devices[place % len(network.devices)], number)
    acknowledged = [{name: held.ops() for name, held in device.held.items()} for device in network.devices]
    network.settle()
    require_same(network)
    for device, known in zip(network.devices, acknowledged, strict=True):
        for name, held in device.held.items():
            assert known[name] <= held.ops()
            require_shown(network, held.stream)
    before = [{name: state(held.stream) for name, held in device.held.items()} for device in network.devices]
    last = network.post[-10:]
    for number, file in enumerate(last):
        for device in network.devices:
            device.bring_in(file, random.Random(number))
    assert before == [{name: state(held.stream) for name, held in device.held.items()} for device in network.devices]
    return network


def checked(examples: int, most: int, tally: Callable[..., None], what: str) -> None:
    """Try so many networks."""
    told = {"steps": 0, "devices": 0, "changes": 0}

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(st.integers(3, LARGEST), steps(most))
    def holds(size: int, schedule: list[Step]) -> None:
        network = require_promises(size, schedule)
        told["steps"] += len(schedule)
        told["devices"] += len(network.devices)
        told["changes"] += len(network.devices[0].held[network.review].stream)

    holds()
    tally(what, examples, **told)


def test_every_promise_holds_in_networks_of_any_size(tally: Callable[..., None]) -> None:
    checked(30, 60, tally, "networks of 3 to 12 devices")


@pytest.mark.heavy
def test_every_promise_holds_in_many_more(tally: Callable[..., None]) -> None:
    checked(200, 160, tally, "networks of 3 to 12 devices, long")
