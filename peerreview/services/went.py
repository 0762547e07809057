"""What became of files that were made here: for whom, when they arrived, whether they were asked back and removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peerreview.analysis.wording import listed
from peerreview.domain import dates

from . import membership, recalling
from .ports import UnitOfWork
from .posting import Made, made_in

MAKES = frozenset(
    {
        *("working_copy", "triad_copy", "report", "documents", "ask_back"),
        *("welcome", "welcome_to", "school_copy", "along"),
    }
)
"""What can be made again."""

_NAMED = 6
"""People who are named one by one; of more it is said how many they are."""


@dataclass(frozen=True)
class Went:
    """What was made in one go: its files, for whom, and of each person when it arrived (None: no word yet).

    `again` says that it can be made again; `asked` when it was asked back, `gone` who said that it is removed.
    `files` is where they were put; nobody has looked whether they are still there; none once it was asked back.
    `copies` are the folders into which they were copied since.
    """

    bundles: tuple[str, ...]
    at: datetime
    what: str
    to: tuple[tuple[str, datetime | None], ...]
    again: bool
    asked: datetime | None
    gone: tuple[str, ...]
    files: tuple[Path, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """Those from whom there is no word yet."""
        return tuple(name for name, at in self.to if at is None)


def release_log(work: UnitOfWork, release: str) -> tuple[str, ...]:
    """What became of a shared report, a sentence for each file it went in: made, arrived, asked back, removed."""
    found = ((made_in(work, each.bundles[0]), each) for each in went(work))
    return tuple(sentence(each) for made, each in found if made is not None and made.release == release)


def sentence(one: Went) -> str:
    """What became of a file, for people."""
    many = len(one.to) > _NAMED
    whom = f"{len(one.to)} people" if many else listed([name for name, _ in one.to])
    said = [f"File for {whom} made on {dates.moment(one.at)}."]
    if one.copies:
        said.append(f"Copied to {listed(one.copies)}.")
    if many:
        said.append(f"Arrived with {len(one.to) - len(one.waiting_for)} of them.")
    else:
        said += [f"Arrived with {name} ({dates.moment(at)})." for name, at in one.to if at]
    if one.waiting_for and not one.asked:
        few = len(one.waiting_for) <= _NAMED
        said.append(f"No word yet from {listed(one.waiting_for) if few else len(one.waiting_for)}.")
    if one.asked:
        said.append(f"Asked back on {dates.moment(one.asked)}.")
    if one.gone:
        said.append(f"Removed by {listed(one.gone)}.")
    return " ".join(said)


def went(work: UnitOfWork) -> Iterator[Went]:
    """Every file that was made for somebody, the latest first; what was divided stands once."""
    names = membership.names(work)
    asks = recalling.asks_in(work)
    together: dict[tuple[object, ...], list[str]] = {}
    held = {each.bundle: each for each in work.sendings()}
    for each in held.values():
        if each.to and each.kind in ("streams", "documents"):
            together.setdefault((each.at, each.describes, each.to), []).append(each.bundle)
    for bundles in together.values():
        first, asked = held[bundles[0]], asks.get(bundles[0])
        made: Made | None = made_in(work, first.bundle)
        arrived = {person: at for bundle in bundles for person, at in held[bundle].arrived}
        yield Went(
            tuple(bundles),
            first.at,
            first.describes,
            tuple((names.get(person, "somebody not known here"), arrived.get(person)) for person in first.to),
            made is not None and made.what in MAKES,
            asked.at if asked else None,
            tuple(names.get(person, "somebody not known here") for person, _ in asked.arrived) if asked else (),
            () if asked else _put(work, bundles),
            made.copies if made else (),
        )


def _put(work: UnitOfWork, bundles: Sequence[str]) -> tuple[Path, ...]:
    """Where the files were put, as far as that is remembered of all of them."""
    found = [Path(made.folder, made.file) for each in bundles if (made := made_in(work, each)) and made.file]
    return tuple(found) if len(found) == len(bundles) else ()
