"""`board export`: the board's tables as CSV with their description, or as a workbook."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from peerreview.services.board import Marking

from .session import Session

app = typer.Typer(help="The school improvement team: export.", no_args_is_help=True)


class Form(StrEnum):
    """What is written."""

    CSV = "csv"
    XLSX = "xlsx"


@app.callback()
def _board() -> None:
    """The school improvement team."""


@app.command()
def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="A folder (csv) or a file (xlsx).")],
    form: Annotated[Form, typer.Option(help="csv (with datapackage.json) or xlsx.")] = Form.CSV,
    marking: Annotated[Marking, typer.Option(help="Who may read it.")] = Marking.CONFIDENTIAL,
    reason: Annotated[str, typer.Option(help="The reason for the marking, in a line.")] = "",
) -> None:
    """Write the board's tables from the reports held here."""
    from peerreview.services import board

    session: Session = context.obj
    write = board.export_csv if form is Form.CSV else board.export_workbook
    with session.open() as opened:
        if form is Form.CSV:
            output.mkdir(parents=True, exist_ok=True)
        made = write(opened.ports, opened.signer, output, marking=marking, reason=reason)
        session.say(made, f"{made.reviews} reviews: {', '.join(path.name for path in made.paths)}")
