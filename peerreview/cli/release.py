"""`release`: share the report at a level, list what was shared, stop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peerreview.domain.reviews import Audience, Level

from .review import Review, review_id
from .session import Session

app = typer.Typer(help="Sharing the report: make, list, stop.", no_args_is_help=True)

For = Annotated[Audience | None, typer.Option("--for", help="One line of the sharing plan; else every line.")]
At = Annotated[
    Level | None, typer.Option(help="With --for another level than the plan's; else only lines at this one.")
]


@app.command()
def make(
    context: typer.Context,
    review: Review,
    audience: For = None,
    level: At = None,
    below_least: Annotated[bool, typer.Option(help="Share less than the network expects, knowing it.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A folder for the PDF.")] = None,
) -> None:
    """Make the report for those the plan names, at its levels; or for one of them."""
    from peerreview.services import sending, sharing

    session: Session = context.obj
    with session.open() as opened:
        stream = review_id(opened, review)
        if audience is not None:
            chosen = [(audience, level)]
        else:
            planned = sharing.planned(opened.ports, opened.signer, stream)
            chosen = [(each, at) for each, at in planned.items() if level in (None, at)]
        made = []
        files: dict[str, Path] = {}  # of several at one level the report is the same
        for each, at in chosen:
            one = sharing.share(opened.ports, opened.signer, stream, each, at, below_least=below_least)
            if output and one.name not in files:
                files[one.name] = sending.report_pdf(opened.ports, opened.signer, stream, one.record, output)
            made.append({"id": one.record, "for": str(each), "level": str(one.level), "name": one.name, "to": one.to,
                         "sha256": one.pdf, "file": files.get(one.name)})  # fmt: skip
        said = [f"Shared: {each['name']}, for {each['for']}" for each in made]
        session.say(made[0] if audience else made, "\n".join(said) or "The plan gives nobody a report at this level.")


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
def stop(context: typer.Context, review: Review, audience: For = None, level: At = None) -> None:
    """Stop sharing with an audience (or with all) and ask for it back; it cannot be recalled."""
    from peerreview.services import sharing

    session: Session = context.obj
    with session.open() as opened:
        stream = review_id(opened, review)
        shared = sharing.releases(opened.ports, opened.signer, stream)
        running = {each.audience for each in shared if each.stopped is None and level in (None, each.level)}
        holders: dict[str, None] = {}
        for each in [audience] if audience else sorted(map(Audience, running)):
            holders |= dict.fromkeys(sharing.stop(opened.ports, opened.signer, stream, each))
        many = f"{len(holders)} people hold it" if len(holders) != 1 else "One person holds it"
        session.say({"holders": list(holders)}, f"Stopped. {many}; ask them to delete it.")
