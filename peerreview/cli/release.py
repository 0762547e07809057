"""`release`: share the report at a level, list what was shared, stop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peerreview.domain.reviews import Audience, Level

from .review import Review, review_id
from .session import Session

app = typer.Typer(help="Sharing the report: make, list, stop.", no_args_is_help=True)

For = Annotated[Audience, typer.Option("--for", help="Which line of the sharing plan.")]


@app.command()
def make(
    context: typer.Context,
    review: Review,
    audience: For,
    level: Annotated[Level | None, typer.Option(help="Another level than the plan's.")] = None,
    below_least: Annotated[bool, typer.Option(help="Share less than the network expects, knowing it.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A folder for the PDF.")] = None,
) -> None:
    """Make the report for one audience of the plan."""
    from peerreview.services import sending, sharing

    session: Session = context.obj
    with session.open() as opened:
        stream = review_id(opened, review)
        made = sharing.share(opened.ports, opened.signer, stream, audience, level, below_least=below_least)
        path = sending.report_pdf(opened.ports, opened.signer, stream, made.record, output) if output else None
        session.say(
            {
                "id": made.record,
                "level": str(made.level),
                "name": made.name,
                "to": made.to,
                "sha256": made.pdf,
                "file": path,
            },
            f"Shared: {made.name}",
        )


@app.command("list")
def list_(
    context: typer.Context,
    review: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A review; without it every report held here.")
    ] = None,
    level: Annotated[Level | None, typer.Option(help="Only this level.")] = None,
) -> None:
    """List what was shared of a review, or every report held here."""
    from peerreview.services import board, sharing

    session: Session = context.obj
    with session.open() as opened:
        if review is not None:
            shared = sharing.releases(opened.ports, opened.signer, review_id(opened, review))
            found = [each for each in shared if level in (None, each.level)]
            lines = [
                f"{each.on}  {each.level}  {each.audience}{f'  stopped {each.stopped}' if each.stopped else ''}"
                for each in found
            ]
            session.say(found, "\n".join(lines) or "Nothing was shared yet.")
            return
        held = [each for each in board.held(opened.ports, opened.signer) if level in (None, each.level)]
        session.say(
            held, "\n".join(f"{each.school}  {each.visited}  {each.level}  version {each.number}" for each in held)
        )


@app.command()
def stop(context: typer.Context, review: Review, audience: For) -> None:
    """Stop sharing with an audience and ask for it back; it cannot be recalled."""
    from peerreview.services import sharing

    session: Session = context.obj
    with session.open() as opened:
        holders = sharing.stop(opened.ports, opened.signer, review_id(opened, review), audience)
        many = f"{len(holders)} people hold it" if len(holders) != 1 else "One person holds it"
        session.say({"holders": holders}, f"Stopped. {many}; ask them to delete it.")
