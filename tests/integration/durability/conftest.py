"""The desk at which words are typed, made once."""

from __future__ import annotations

import pytest

from tests.integration.durability.profiles import Desk, make_desk

BIG = 8_000  # changes: a second or two to look at the file, and as long to bring it in


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A profile to copy."""
    return make_desk(tmp_path_factory.mktemp("triad"), BIG)
