"""The commands put together, and the one place where a fault becomes a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from peerreview.bootstrap import REAL, Sources, Unlock
from peerreview.config import paths
from peerreview.errors import Cancelled, UserFacingError, of_system

from . import board, bundle, demo, handbook, network, release, report, review, store, verify
from .session import Session

_FLAGS = ("--json",)
_VALUES = ("--profile", "--passphrase-file")


def build(sources: Sources = REAL, unlock: Unlock = Unlock()) -> typer.Typer:  # noqa: B008
    """The whole command line."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

    @app.callback()
    def peerreview(
        context: typer.Context,
        profile: Annotated[
            Path | None, typer.Option(help="The profile's folder (default: the per-user data folder).")
        ] = None,
        passphrase_file: Annotated[
            Path | None, typer.Option(help="A file with the unlock phrase (no keyring).")
        ] = None,
        json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    ) -> None:
        """Headteachers review each other's schools, offline. Without arguments the window opens."""
        context.obj = Session(
            profile or paths.default_profile(), profile is not None, passphrase_file, json, sources, unlock
        )

    app.command("demo")(demo.demo)
    app.command("verify")(verify.verify)
    for name, commands in (
        ("handbook", handbook.app),
        ("network", network.app),
        ("review", review.app),
        ("report", report.app),
        ("release", release.app),
        ("bundle", bundle.app),
        ("board", board.app),
        ("store", store.app),
    ):
        app.add_typer(commands, name=name)
    return app


def run(arguments: Sequence[str], sources: Sources = REAL, unlock: Unlock = Unlock()) -> int:  # noqa: B008
    """Run one command; gives its exit code. `unlock` is how keys are had when no passphrase file is given."""
    given = global_first(arguments)
    try:
        typer.main.get_command(build(sources, unlock)).main(args=given, prog_name="peerreview")
    except SystemExit as end:  # Typer's own end of every run: 0, what a command said, or 2 for bad usage
        return end.code if isinstance(end.code, int) else 0
    except Cancelled:
        return 1
    except UserFacingError as fault:
        _tell(fault, as_json="--json" in given)
        return fault.exit_code
    except OSError as fault:
        lost = of_system(fault)
        _tell(lost, as_json="--json" in given)
        return lost.exit_code
    return 0


def global_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with the global options in front, so that they may stand anywhere."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for each in waiting:
        if each == "--":
            rest += [each, *waiting]
        elif each in _FLAGS or each.startswith(tuple(f"{name}=" for name in _VALUES)):
            front.append(each)
        elif each in _VALUES:
            front += [each, *[value for value in [next(waiting, None)] if value is not None]]
        else:
            rest.append(each)
    return front + rest


def _tell(fault: UserFacingError, *, as_json: bool) -> None:
    if as_json:
        said = {"error": {"code": fault.code, "happened": fault.happened, "safe": fault.safe, "todo": fault.todo}}
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(said), indent=2).decode() + "\n")
    sys.stderr.write(f"{fault}\n")
