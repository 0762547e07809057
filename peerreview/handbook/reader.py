"""Reading a pack: `handbook.yaml` and the guidance pages in Markdown beside it."""

from __future__ import annotations

from pathlib import Path

from . import building, yaml_text
from .model import Handbook
from .problems import BadHandbook, Problem, ValuePath

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
    beside: list[str] = []
    if isinstance(data, dict) and "pages" not in data:
        data["pages"] = _pages(folder, name)
        beside = [f"{page['code']}.md" for page in data["pages"]]

    def place(path: ValuePath) -> str:
        match path:
            case ("pages", int(number), *_) if beside:
                return beside[number]
            case _:
                return locate(path)

    return building.build(data, name, place)


def problems(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong with the pack in `folder`; empty when it can be used."""
    try:
        load(folder)
    except BadHandbook as error:
        return error.problems
    return ()


def _pages(folder: Path, name: str) -> list[dict[str, str]]:
    """Each page's code is its file's name, its title the heading on its first line."""
    pages = []
    for path in sorted(folder.glob("*.md")):
        try:
            title, _, text = path.read_text(encoding="utf-8").strip().partition("\n")
        except UnicodeDecodeError as error:
            fault = yaml_text.NOT_UTF8
            raise BadHandbook(name, (Problem(name, path.name, fault.what, fault.remedy),)) from error
        pages.append({"code": path.stem, "title": title.lstrip("# "), "text": text})
    return pages
