"""Devices of invented people, made in a fresh folder and closed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.persistence.world import DELE, MIRIAM, TOM, Device, Member, network


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Callable[[Member], Device]]:
    """Makes a device on which all three cards are known."""
    made: list[Device] = []

    def make(owner: Member) -> Device:
        one = Device(owner, tmp_path / f"{owner.id[:8]}-{len(made)}")
        made.append(one)
        one.join(network(1, [MIRIAM.card, DELE.card, TOM.card]))
        return one

    yield make
    for one in made:
        one.store.close()
