"""The log: places in the program, private, small, and in one file at a time."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from peerreview.config import logs

LOG = logging.getLogger("peerreview.somewhere")


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """Take away what a test attached."""
    root = logging.getLogger("peerreview")
    before = list(root.handlers)
    yield
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()


def test_what_people_typed_is_logged_at_debug_level_only(tmp_path: Path) -> None:
    logs.start(tmp_path)
    LOG.debug("typed words")
    LOG.info("opened")
    written = (tmp_path / "peerreview.log").read_text()
    assert "opened" in written
    assert "typed words" not in written
    assert stat.S_IMODE((tmp_path / "peerreview.log").stat().st_mode) == 0o600
    logs.start(tmp_path, debug=True)
    LOG.debug("typed words")
    assert "typed words" in (tmp_path / "peerreview.log").read_text()


def test_another_profile_has_another_file(tmp_path: Path) -> None:
    logs.start(tmp_path / "one")
    logs.start(tmp_path / "two")
    LOG.info("page 7")
    assert "page 7" not in (tmp_path / "one" / "peerreview.log").read_text()
    assert (tmp_path / "two" / "peerreview.log").read_text().count("page 7") == 1


def test_it_stays_small(tmp_path: Path) -> None:
    logs.start(tmp_path)
    for _ in range(30):
        LOG.info("x" * 100_000)
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) <= 2 * 1024 * 1024
