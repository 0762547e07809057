"""The promises of DESIGN §4 with real profiles, through the services, over whatever may happen to three computers."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.trust.marram import HEADS, Begun, copied
from tests.integration.trust.schedules import ACTIONS, Town

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by signal, and forks to do so often")


Step = tuple[str, str, int]


def played(begun: Begun, folder: Path, schedule: list[Step]) -> Town:
    """Play a term, and hold the three to every promise."""
    vale = copied(begun, folder / "vale")
    town = Town(vale)
    try:
        for action, who, number in schedule:
            town.do(action, who, number)
        town.settle()
        town.require_promises()
    finally:
        vale.close()
    return town


def told(tally: Callable[..., None], what: str, steps: int, *towns: Town) -> None:
    """Count what was played."""
    restored, crashed = sum(town.restored for town in towns), sum(town.crashes for town in towns)
    tally(what, len(towns), steps=steps, restored=restored, crashed=crashed)


def by_chance(seed: int, count: int) -> list[Step]:
    """Steps that are the same in every run."""
    rng = random.Random(seed)
    return [(rng.choice(ACTIONS), rng.choice(HEADS), rng.randrange(10_000)) for _ in range(count)]


@pytest.mark.parametrize("seed", [2, 3])
def test_every_promise_holds_of_real_profiles(
    seed: int, begun: Begun, tmp_path: Path, tally: Callable[..., None]
) -> None:
    told(tally, "terms of three real profiles", 40, played(begun, tmp_path, by_chance(seed, 40)))


@pytest.mark.heavy
def test_every_promise_holds_of_many_more_terms(
    begun: Begun, tmp_path_factory: pytest.TempPathFactory, tally: Callable[..., None]
) -> None:
    step = st.tuples(st.sampled_from(ACTIONS), st.sampled_from(HEADS), st.integers(0, 9999))

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(st.lists(step, min_size=20, max_size=50))
    def holds(schedule: list[Step]) -> None:
        town = played(begun, tmp_path_factory.mktemp("term"), schedule)
        told(tally, "terms of three real profiles, found by search", len(schedule), town)

    holds()
