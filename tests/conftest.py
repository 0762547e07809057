"""What every test stands on: no real profile is touched, and an unexpected warning in the log fails the test."""

from __future__ import annotations

import logging
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.demo_term import term as term  # the played term, for every test that asks for it

settings.register_profile("peerreview", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("peerreview")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class _Listener(logging.Handler):
    """Remembers warnings of the product's own loggers."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.heard.append(record.getMessage())


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Fail a test in which the product logged a warning, unless it is marked `expects_warning`."""
    listener = _Listener()
    logger = logging.getLogger("peerreview")
    logger.addHandler(listener)
    yield listener.heard
    logger.removeHandler(listener)
    if listener.heard and not request.node.get_closest_marker("expects_warning"):
        pytest.fail(f"unexpected warnings in the log: {listener.heard}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is to run (`packaging/run test --all`), a test that is skipped has failed."""
    report = yield
    if report.skipped and os.environ.get("PEERREVIEW_ALL"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here. {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def own_profile(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the default profile at a fresh folder."""
    folder = tmp_path_factory.mktemp("profile")
    monkeypatch.setenv("PEERREVIEW_PROFILE", str(folder))
    return folder
