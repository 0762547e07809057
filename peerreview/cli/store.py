"""`store`: check, rebuild, safe copies, restore, the drill, another key, the emergency sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peerreview.config.phrase_file import read_phrase
from peerreview.domain.ledger import StoreReport
from peerreview.errors import BadInput

from .session import Session, existing

app = typer.Typer(help="Your data: check, rebuild, backup, restore, drill, rekey, kit.", no_args_is_help=True)


@app.command()
def check(context: typer.Context) -> None:
    """Check every page and every change, and all that is worked out from them; changes nothing."""
    from peerreview.services import keeping

    session: Session = context.obj
    with session.open() as opened:
        raise typer.Exit(_tell(session, keeping.check(opened.ports)))


@app.command()
def rebuild(context: typer.Context) -> None:
    """Work everything out again from what was written, which is not touched."""
    from peerreview.services import keeping

    session: Session = context.obj
    with session.open() as opened:
        raise typer.Exit(_tell(session, keeping.rebuild(opened.ports)))


@app.command()
def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where the safe copy goes: a stick, another disk.")],
    key_phrase_file: Annotated[
        Path | None, typer.Option(help="Put your key file beside it, under this phrase.")
    ] = None,
) -> None:
    """Save a safe copy."""
    from peerreview.services import keeping

    session: Session = context.obj
    with session.open() as opened:
        phrase = read_phrase(key_phrase_file) if key_phrase_file else None
        made = keeping.safe_copy(opened.ports, opened.signer, folder, phrase=phrase)
        session.say({"copy": made.path}, made.sentence)


@app.command()
def restore(
    context: typer.Context,
    copy: Annotated[Path, typer.Argument(help="The safe copy's folder.")],
    words_file: Annotated[Path | None, typer.Option(help="A file with the 24 words of the emergency sheet.")] = None,
) -> None:
    """Bring a safe copy back into the profile's folder, which must be empty."""
    from peerreview.bootstrap import restore_profile

    session: Session = context.obj
    words = existing(words_file).read_text(encoding="utf-8") if words_file else None
    with restore_profile(existing(copy), session.profile, session.unlock(), words, session.sources) as opened:
        session.say({"profile": opened.folder}, f"Brought back into {opened.folder}.")


@app.command()
def drill(
    context: typer.Context,
    words_file: Annotated[Path | None, typer.Option(help="Test with the 24 words of the emergency sheet too.")] = None,
) -> None:
    """Bring the newest safe copy back to a temporary place, compare it with the living data, and say how it went."""
    from peerreview.services import drill

    session: Session = context.obj
    words = existing(words_file).read_text(encoding="utf-8") if words_file else ""
    with session.open() as opened:
        drilled = drill.run(opened.ports, words)
        session.say({"at": drilled.at, "good": drilled.good, "said": drilled.sentence}, drilled.sentence)
        raise typer.Exit(0 if drilled.good else 3)


@app.command()
def rekey(context: typer.Context) -> None:
    """Change the key of the data; the emergency sheet stays good."""
    from peerreview.services import keeping

    session: Session = context.obj
    with session.open() as opened:
        sheet = keeping.rekey(opened.ports, session.unlock().phrase)
        more = "" if sheet else " Print an emergency sheet: there is none."
        session.say({"sheet_stays": sheet}, f"The key was changed.{more}")


@app.command()
def kit(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The PDF to print; delete it afterwards.")],
) -> None:
    """Make an emergency sheet and type three of its words back: then it counts as printed, and no older one opens."""
    from peerreview.services import keeping

    session: Session = context.obj
    if output.exists():
        raise BadInput(f"There is already a file called {output.name}.", "It was left as it is.", code="name_taken")
    existing(output.absolute().parent)
    with session.open() as opened:
        made = keeping.make_kit(opened.ports, opened.signer, at_once=session.json)
        output.write_bytes(made.sheet)
        if session.json:
            session.say({"file": output, "asked": made.asked}, "")
            return
        typer.echo(f"Print {output}, keep it safe, and delete the file.")
        typed = {place: typer.prompt(f"Word {place} of the sheet") for place in made.asked}
        keeping.kit_printed(opened.ports, made, typed)
        typer.echo("The emergency sheet is in order.")


def _tell(session: Session, report: StoreReport) -> int:
    from peerreview.services import keeping

    session.say(report, keeping.verdict(report))
    return 3 if report.problems else 0
