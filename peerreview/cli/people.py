"""Naming people on the command line: by name, by the beginning of it, or by person id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peerreview.bootstrap import App
from peerreview.errors import BadInput
from peerreview.services import joining


def chosen(app: App, named: Iterable[str]) -> list[str]:
    """The person ids of those named; BadInput for a name that fits nobody, or several."""
    people = [(each.id, each.name) for each in joining.show(app.ports, app.signer).people]
    return [_one(people, name) for name in named]


def _one(people: Sequence[tuple[str, str]], name: str) -> str:
    wanted = name.casefold()
    exact = [id_ for id_, known in people if wanted in (id_, known.casefold())]
    found = exact or [id_ for id_, known in people if known.casefold().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    why = "nobody" if not found else f"{len(found)} people"
    raise BadInput(
        f"“{name}” fits {why} in the network.",
        "Nothing was done.",
        "See `peerreview network show`.",
        code="no_person",
    )
