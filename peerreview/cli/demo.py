"""`demo`: a whole term of an invented network, played through the real services into a folder."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from .session import Session


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to: an empty folder, or one that is not there yet.")],
    seed: Annotated[int, typer.Option(help="The same seed and day give the same term again.")] = 0,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day of the play (default: today).")
    ] = None,
) -> None:
    """Play a whole term of an invented network, and leave what a real term leaves; index.json lists it."""
    from peerreview.demo.player import PHRASE, play
    from peerreview.demo.post import INDEX

    session: Session = context.obj
    day = (today or session.sources.clock()).date()
    played = play(folder, seed=seed, today=day, progress=_tell)
    one = list(played.profiles.values())[-1]
    lines = [
        f"Played into {played.folder}: {played.files} files, listed in {INDEX}. Everything in it is invented.",
        "To see it with somebody's eyes, in the window or in words (the phrase is in keys/passphrase.txt):",
        f"  peerreview --profile '{one}'",
        f"  peerreview --profile '{one}' --passphrase-file '{folder / PHRASE}' review list",
        *(f"{name}: {path.relative_to(played.folder)}" for name, path in played.profiles.items()),
    ]
    session.say({"folder": folder, "profiles": played.profiles, "files": played.files}, "\n".join(lines))


def _tell(what: str, done: int, of: int) -> None:
    """The day that is played, where somebody watches."""
    if sys.stderr.isatty():
        typer.echo(f"\r{what:<20}{100 * done // of:>4} %", err=True, nl=False)
