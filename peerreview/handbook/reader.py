"""Reading a pack: `handbook.yaml` and the guidance pages in Markdown beside it."""

from __future__ import annotations

from pathlib import Path

from . import building, yaml_text
from .model import Handbook
from .problems import BadHandbook, Problem

FILE = "handbook.yaml"


def load(folder: Path) -> Handbook:
    """The handbook in `folder`; BadHandbook names file, place and remedy of everything that is wrong."""
    path = folder / FILE
    name = f"{folder.name}/{FILE}"
    try:
        raw = path.read_bytes()
    except OSError as error:
        missing = Problem(name, "", "there is no such file, or it cannot be read", f"put {FILE} into the folder")
        raise BadHandbook(name, (missing,)) from error
    data, faults, locate = yaml_text.read(raw)
    if faults:
        raise BadHandbook(name, building.problems(data, faults, name, locate))
    if isinstance(data, dict) and "pages" not in data:
        data["pages"] = _pages(folder)
    return building.build(data, name, locate)


def problems(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong with the pack in `folder`; empty when it can be used."""
    try:
        load(folder)
    except BadHandbook as error:
        return error.problems
    return ()


def _pages(folder: Path) -> list[dict[str, str]]:
    """Each page's code is its file's name, its title the heading on its first line."""
    pages = []
    for path in sorted(folder.glob("*.md")):
        title, _, text = path.read_text(encoding="utf-8").strip().partition("\n")
        pages.append({"code": path.stem, "title": title.lstrip("# "), "text": text})
    return pages
