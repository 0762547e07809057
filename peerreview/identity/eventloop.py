"""Running pyHanko's coroutines without the standard event loop, which opens a pair of sockets to wake itself.

On Windows that pair is AF_INET. Nothing that we ask of pyHanko waits for anything, so a loop that cannot wait will do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """The coroutine's result. It may start tasks, but must not wait for files, threads or sockets."""
    loop = _StillLoop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


class _Nothing:
    """What the loop looks at for news from outside: there is none."""

    def select(self, timeout: float | None) -> list[object]:
        """No events; a loop with nothing left to do would wait here for ever, and that is a bug."""
        if timeout != 0:
            raise RuntimeError("the coroutine waits for something outside it")
        return []


class _StillLoop(asyncio.BaseEventLoop):
    _selector = _Nothing()

    def _process_events(self, events: list[object]) -> None:
        """Nothing to process."""
