"""`review`: list, show, export as text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peerreview.bootstrap import App
from peerreview.errors import BadInput

from .session import Session

app = typer.Typer(help="Reviews: list, show, export-text.", no_args_is_help=True)

Review = Annotated[str, typer.Argument(metavar="ID", help="The review's id, or the beginning of it.")]


@app.command("list")
def list_(context: typer.Context) -> None:
    """List every review on this computer."""
    from peerreview.services import reviews

    session: Session = context.obj
    with session.open() as opened:
        found = reviews.lines(opened.ports, opened.signer)
        rows = [
            {
                "id": each.stream,
                "school": each.school_name,
                "urn": each.school,
                "state": each.step or "begun",
                "visit": each.visit_date,
                "term": each.term,
                "version": each.version,
            }
            for each in found
        ]
        text = "\n".join(
            f"{row['id']}  {row['visit'] or 'no date'!s:10}  {row['school']}  {row['state']}" for row in rows
        )
        session.say(rows, text or "There is no review on this computer.")


@app.command()
def show(context: typer.Context, review: Review) -> None:
    """Show a review, as far as you may see it."""
    from peerreview.services import reviews

    session: Session = context.obj
    with session.open() as opened:
        view = reviews.open_review(opened.ports, opened.signer, review_id(opened, review))
        steps = [f"{each.label}: {each.on or 'not yet'}" for each in view.steps]
        text = "\n".join([f"{view.school} ({view.urn}), {view.visit_date or 'no date yet'}", *steps])
        session.say(
            {
                "id": view.stream,
                "school": view.school,
                "urn": view.urn,
                "visit": view.visit_date,
                "state": str(view.visit_state),
                "role": view.my_role,
                "steps": {str(each.step): each.on for each in view.steps},
                "cast": [{"name": each.name, "role": each.role} for each in view.cast],
                "grades": {
                    each.code: {"own": each.grades.own.value, "agreed": each.grades.agreed.value}
                    for each in view.sections
                    if each.grades
                },
                "notes": len(view.notes),
                "main_points": len(view.points),
                "two_versions": view.two_versions,
                "set_aside": view.set_aside,
            },
            text,
        )


@app.command("export-text")
def export_text(
    context: typer.Context,
    review: Review,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; without it, here.")] = None,
) -> None:
    """Write a review as plain text."""
    from peerreview.services import reviews

    session: Session = context.obj
    with session.open() as opened:
        text = reviews.export_text(opened.ports, opened.signer, review_id(opened, review))
    if output is None:
        session.say({"text": text}, text)
        return
    if output.exists():
        raise BadInput(f"There is already a file called {output.name}.", "It was left as it is.", code="name_taken")
    output.write_text(text, encoding="utf-8")
    session.say({"file": output}, f"Written: {output}")


def review_id(opened: App, named: str) -> str:
    """The one review whose id is, or begins with, what was given (with or without "review-")."""
    from peerreview.services import reviews

    wanted = named if named.startswith("review-") else f"review-{named}"
    found = [each.stream for each in reviews.lines(opened.ports, opened.signer) if each.stream.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise BadInput(
        f"“{named}” fits {len(found) or 'no'} reviews here.",
        "Nothing was done.",
        "See `peerreview review list`.",
        code="no_review",
    )
