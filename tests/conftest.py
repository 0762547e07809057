"""What every test stands on: no real profile is touched, and an unexpected warning in the log fails the test."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
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


_TALLY = "tally"


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Counts what a test went through (`tally(what, cases, refused=...)`), to be told at the end of the run."""

    def count(what: str, cases: int, **more: int) -> None:
        request.node.user_properties.append((_TALLY, (what, {"cases": cases, **more})))

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was counted, wherever the tests ran, added up by what it was."""
    counted: dict[str, Counter[str]] = {}
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, told in report.user_properties:
            if name == _TALLY:
                what, numbers = told
                counted.setdefault(what, Counter()).update(numbers)
    if counted:
        terminalreporter.section("counted")
    for what in sorted(counted):
        numbers = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counted[what].items())
        terminalreporter.write_line(f"{what}: {numbers}")
