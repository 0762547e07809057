"""The beginning is played once; each test goes on in a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.services.conftest import at, read_once, stages  # noqa: F401  a review at later stages
from tests.integration.trust.marram import Begun, Vale, build, copied


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Everybody has joined; Tom, Miriam and Dele hold the review of Quillbeck."""
    return build(tmp_path_factory.mktemp("begun"))


@pytest.fixture
def vale(begun: Begun, tmp_path: Path) -> Iterator[Vale]:
    """A copy of it of one's own."""
    made = copied(begun, tmp_path / "vale")
    yield made
    made.close()
