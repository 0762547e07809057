"""`report`: make a version, sign it, list versions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peerreview.bootstrap import App
from peerreview.domain.reviews import Meaning
from peerreview.errors import BadInput

from .review import Review, review_id
from .session import Session

app = typer.Typer(help="The report: make, sign, list.", no_args_is_help=True)

Output = Annotated[Path | None, typer.Option("--output", "-o", help="A folder for the PDF.")]


@app.command()
def make(
    context: typer.Context,
    review: Review,
    why: Annotated[str, typer.Option(help="What changed since the version before.")] = "",
    output: Output = None,
) -> None:
    """Make the next version of the report; says what stands in the way when something does."""
    from peerreview.services import signing

    session: Session = context.obj
    with session.open() as opened:
        stream = review_id(opened, review)
        made = signing.make_version(opened.ports, opened.signer, stream, why)
        written = _write(opened, stream, made.number, output)
        session.say(
            {"number": made.number, "sha256": made.pdf, "name": made.name, "file": written}, f"Made: {made.name}"
        )


@app.command()
def sign(
    context: typer.Context,
    review: Review,
    number: Annotated[str | None, typer.Option(help="The version; without it the newest.")] = None,
    meaning: Annotated[Meaning, typer.Option(help="What the signature says.")] = Meaning.FAIR_RECORD,
    output: Output = None,
) -> None:
    """Sign a version of the report."""
    from peerreview.services import signing

    session: Session = context.obj
    with session.open() as opened:
        stream = review_id(opened, review)
        chosen = number or next((each.number for each in signing.versions(opened.ports, opened.signer, stream)), None)
        if chosen is None:
            raise BadInput(
                "There is no version of this report yet.", "Nothing was signed.", "Make one.", code="no_version"
            )
        signed = signing.sign(opened.ports, opened.signer, stream, chosen, meaning)
        written = _write(opened, stream, chosen, output)
        waits = f" Waiting for {', '.join(signed.waiting)}." if signed.waiting else " All signatures are here."
        session.say({"number": chosen, "waiting": signed.waiting, "file": written}, f"Signed.{waits}")


@app.command("list")
def list_(context: typer.Context, review: Review) -> None:
    """List the versions of a review's report."""
    from peerreview.services import signing

    session: Session = context.obj
    with session.open() as opened:
        found = signing.versions(opened.ports, opened.signer, review_id(opened, review))
        lines = [
            f"{each.number}  {each.state}  "
            + ", ".join(
                f"{one.name}{' signed' if one.signed else ' refused' if one.refused else ' waits'}"
                for one in each.signers
            )
            for each in found
        ]
        session.say(found, "\n".join(lines) or "There is no version of this report yet.")


def _write(opened: App, review: str, number: str, folder: Path | None) -> Path | None:
    from peerreview.services import signing

    if folder is None:
        return None
    name, data = signing.pdf(opened.ports, opened.signer, review, number)
    path = folder / name
    if path.exists():
        raise BadInput(f"There is already a file called {name}.", "It was left as it is.", code="name_taken")
    path.write_bytes(data)
    return path
