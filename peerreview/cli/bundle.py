"""`bundle`: look into a file, bring it in, make one, take an import out again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peerreview.config.phrase_file import read_phrase
from peerreview.domain.exchange import BundleKind
from peerreview.errors import BadInput, UserFacingError

from .people import chosen
from .review import review_id
from .session import Session, existing
from .verify import certificate, identities

app = typer.Typer(help="Review files: inspect, import, export, undo.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A review file, or a report's PDF.")]
PhraseFile = Annotated[Path | None, typer.Option(help="A file with the phrase, for an invitation.")]


@app.command()
def inspect(
    context: typer.Context,
    file: File,
    phrase_file: PhraseFile = None,
    identity: Annotated[
        list[Path] | None, typer.Option(help="An age identity that opens it; then no profile is needed.")
    ] = None,
    trust: Annotated[list[Path] | None, typer.Option(help="A network's stamp to trust (certificate).")] = None,
) -> None:
    """Say what a file is, who made it for whom, what lies in it, and what bringing it in will add; nothing is kept."""
    from peerreview.bootstrap import checkers
    from peerreview.services import inspecting, opening

    session: Session = context.obj
    phrase = read_phrase(phrase_file) if phrase_file else None
    if identity:
        keys = [line for path in identity for line in identities(existing(path))]
        roots = [certificate(existing(path)) for path in trust or ()]
        found = inspecting.inspect(checkers(), existing(file), roots=roots, identities=keys, phrase=phrase)
        session.say(found, "\n".join(found.lines))
        return
    with session.open() as opened:
        found = inspecting.inspect_here(opened.ports, opened.signer, existing(file), phrase=phrase)
        try:
            view = opening.look(opened.ports, opened.signer, existing(file), phrase=phrase)
        except UserFacingError as fault:  # it may not be brought in; what is in it was told all the same
            session.say({"inside": found, "refused": fault.code}, "\n".join([*found.lines, str(fault)]))
            return
        session.say({**vars(view), "inside": found}, "\n".join([*found.lines, view.said, *view.warnings]))


@app.command("import")
def import_(
    context: typer.Context,
    file: File,
    dry_run: Annotated[bool, typer.Option(help="Only say what it will add.")] = False,
) -> None:
    """Bring a file in, whole or not at all."""
    from peerreview.services import opening

    session: Session = context.obj
    with session.open() as opened:
        if dry_run:
            view = opening.look(opened.ports, opened.signer, existing(file))
            session.say(view, "\n".join([view.said, *view.warnings]))
            return
        brought = opening.bring_in(opened.ports, opened.signer, existing(file))
        lines = [brought.sentence, *([f"Import {brought.arrival}"] if brought.arrival else [])]
        session.say(brought, "\n".join(lines))


@app.command()
def export(
    context: typer.Context,
    kind: Annotated[BundleKind, typer.Argument(help="streams, documents or receipt.")],
    to: Annotated[list[str], typer.Option(help="For whom (name or id); may be given several times.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file or folder to write to.")],
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The review or triad; for documents the review.")
    ] = None,
) -> None:
    """Make a review file: a working copy, the report as it was shared, or word that files arrived."""
    from peerreview.services import sending, sharing

    session: Session = context.obj
    with session.open() as opened:
        ports, signer, people = opened.ports, opened.signer, chosen(opened, to)
        if kind is BundleKind.RECEIPT:
            sent = sending.receipts(ports, signer, people, output)
        elif kind is BundleKind.STREAMS and id_ and id_.startswith("triad-"):
            sent = sending.triad_copy(ports, signer, id_, people, output)
        elif kind is BundleKind.STREAMS and id_:
            sent = sending.working_copy(ports, signer, review_id(opened, id_), people, output)
        elif kind is BundleKind.DOCUMENTS and id_:
            review = review_id(opened, id_)
            shared = [each for each in sharing.releases(ports, signer, review) if each.stopped is None]
            if not shared:
                raise BadInput("Nothing of this review was shared yet.", "Nothing was sent.", code="not_shared")
            sent = sending.report(ports, signer, review, shared[-1].record, output, people)
        else:
            raise BadInput(
                "This needs an ID.", "Nothing was sent.", "See `peerreview bundle export --help`.", code="usage"
            )
        session.say({"files": sent.paths, "size": sent.size, "bundles": sent.bundles}, sent.sentence)


@app.command()
def undo(context: typer.Context, import_id: Annotated[str, typer.Argument(help="What `import` printed.")]) -> None:
    """Take an import out again; possible until the next own change on it, or sending."""
    from peerreview.services import opening

    session: Session = context.obj
    with session.open() as opened:
        opening.take_out(opened.ports, opened.signer, import_id)
        session.say({"taken_out": import_id}, "Taken out again.")
