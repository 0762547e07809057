"""`handbook`: check a pack, list and show those here, convert between a pack and an XLSForm workbook."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peerreview.errors import BadInput

from .session import Session, existing

if TYPE_CHECKING:
    from peerreview.handbook.library import Library
    from peerreview.handbook.model import Handbook

app = typer.Typer(help="Handbooks: check, list, show, convert.", no_args_is_help=True)


@app.command()
def check(context: typer.Context, folder: Annotated[Path, typer.Argument(help="The pack's folder.")]) -> None:
    """Say what is wrong with a pack: file, place, remedy."""
    from peerreview.handbook import reader

    session: Session = context.obj
    found = reader.problems(_pack(folder))
    session.say(
        [{"file": each.file, "place": each.place, "what": each.what, "remedy": each.remedy} for each in found],
        "\n".join(map(str, found)) or "Nothing is wrong with this handbook.",
    )
    raise typer.Exit(2 if found else 0)


@app.command("list")
def list_(context: typer.Context) -> None:
    """List the handbooks shipped with the program."""
    session: Session = context.obj
    found = [each for id_ in _library().ids() for each in _library().versions(id_)]
    session.say(
        [{"id": each.id, "version": each.version, "title": each.title, "hash": each.hash} for each in found],
        "\n".join(f"{each.id} {each.version}  {each.title}" for each in found),
    )


@app.command()
def show(
    context: typer.Context,
    handbook: Annotated[str, typer.Argument(help="The handbook's id.")],
    version: Annotated[str | None, typer.Option(help="One version; without it the newest.")] = None,
) -> None:
    """Show a handbook: its sections, prompts and report."""
    session: Session = context.obj
    found = _library().get(handbook, version)
    lines = [f"{found.title} ({found.id} {found.version})"]
    for section in found.sections:
        lines += ["", f"{section.code} {section.title}", *(f"  {each.code} {each.text}" for each in section.prompts)]
    session.say(found, "\n".join(lines))


@app.command()
def convert(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="A pack's folder, or an XLSForm workbook.")],
    target: Annotated[Path, typer.Argument(help="The workbook (.xlsx), or the folder, to write.")],
) -> None:
    """Convert a pack to an XLSForm workbook, or such a workbook to a pack; nothing is lost on the way."""
    from peerreview.bootstrap import checkers, read_workbook
    from peerreview.handbook import reader, xlsform

    session: Session = context.obj
    if target.exists():
        raise BadInput(f"There is already something called {target.name}.", "It was left as it is.", code="name_taken")
    if source.suffix.lower() == ".xlsx":
        found = xlsform.from_sheets(read_workbook(existing(source)), source.name)
        _write_pack(found, target)
    else:
        found = reader.load(_pack(source))
        checkers().reports.sheets(xlsform.to_sheets(found), target)
    session.say({"id": found.id, "version": found.version, "path": target}, f"{found.title}: {target}")


def _pack(folder: Path) -> Path:
    """The folder of a pack; its handbook.yaml may be named too."""
    found = existing(folder)
    return found.parent if found.is_file() else found


def _write_pack(handbook: Handbook, folder: Path) -> None:
    """The pack's folder: handbook.yaml with its keys in the order people write them, and a page a file."""
    import msgspec
    import yaml

    from peerreview.handbook import content
    from peerreview.handbook.reader import FILE

    data = msgspec.json.decode(content.encode(handbook))
    data.pop("pages", None)
    order = [each.name for each in dataclasses.fields(handbook)]
    ordered = {key: data[key] for key in sorted(data, key=order.index)}
    folder.mkdir(parents=True)
    text = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=120)
    (folder / FILE).write_text(text, encoding="utf-8")
    for page in handbook.pages:
        (folder / f"{page.code}.md").write_text(f"# {page.title}\n{page.text}\n", encoding="utf-8")


def _library() -> Library:
    from peerreview.config import paths
    from peerreview.handbook.library import Library

    return Library(paths.forms())
