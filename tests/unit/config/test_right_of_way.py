"""Long work stands still while a word is on its way to the disk, and no longer than that."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from peerreview.config import right_of_way
from peerreview.config.right_of_way import giving_way


@pytest.fixture(autouse=True)
def free() -> Iterator[None]:
    yield
    right_of_way.release()


def test_work_stands_still_until_the_word_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(right_of_way, "MOST_SECONDS", 30)
    at_it = threading.Event()
    done = threading.Event()
    order: list[str] = []

    def items() -> Iterator[str]:
        at_it.set()
        yield "worked"

    def work() -> None:
        order.extend(giving_way(items()))
        done.set()

    right_of_way.claim()
    threading.Thread(target=work, daemon=True).start()
    assert at_it.wait(20)
    assert not done.wait(0.05)
    order.append("kept")
    right_of_way.release()
    assert done.wait(20)
    assert order == ["kept", "worked"]


def test_a_word_whose_drive_hangs_holds_work_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    class Never(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            assert timeout is not None
            waits.append(timeout)
            return super().wait(0)

    monkeypatch.setattr(right_of_way, "_free", Never())
    assert list(giving_way(range(1000))) == list(range(1000))
    assert waits == [right_of_way.MOST_SECONDS]


def test_nothing_on_its_way_changes_nothing() -> None:
    assert list(giving_way("abc")) == ["a", "b", "c"]
