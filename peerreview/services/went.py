"""What became of files that were made here: for whom, when they arrived, whether they were asked back and removed.

Of joining files nobody sends word: a request is answered by a list of members that names its key, an invitation of
somebody by their request.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from peerreview.analysis.wording import listed
from peerreview.domain import dates
from peerreview.domain.exchange import BundleKind
from peerreview.domain.ledger import Sending
from peerreview.domain.network import Network

from . import membership, recalling
from .ports import UnitOfWork
from .posting import Made, made_in

_JOINING = frozenset(kind for kind in BundleKind if kind.joins)
_SHOWN = _JOINING | {BundleKind.STREAMS, BundleKind.DOCUMENTS}

_ANEW = "Should they have it after all, make it anew where it was made."
_NAMED = 6
"""People who are named one by one; of more it is said how many they are."""


@dataclass(frozen=True)
class Went:
    """What was made in one go: its files, for whom, and of each person when it arrived (None: no word yet).

    `stays` says why it is not made again from here; `asked` when it was asked back, `gone` who said that it is removed,
    `kept_out` whose computer never had it and does not take it in any more.
    `files` is where they were put; nobody has looked whether they are still there; none once it was asked back.
    `copies` are the folders into which they were copied since. `kind` tells joining files; a request is `answered`
    since the day on which its key was listed.
    """

    bundles: tuple[str, ...]
    at: datetime
    what: str
    to: tuple[tuple[str, datetime | None], ...]
    stays: str
    asked: datetime | None
    gone: tuple[str, ...]
    files: tuple[Path, ...] = ()
    copies: tuple[str, ...] = ()
    kind: str = BundleKind.DOCUMENTS
    answered: date | None = None
    kept_out: tuple[str, ...] = ()

    @property
    def again(self) -> bool:
        """Whether it can be made again, or, a joining file, saved again as it was."""
        return not self.stays

    @property
    def joining(self) -> bool:
        """Whether it is a file by which somebody joins: anything else can be asked back."""
        return self.kind in _JOINING

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
    said = [f"File{f' for {whom}' if whom else ''} made on {dates.moment(one.at)}."]
    if one.copies:
        said.append(f"Copied to {listed(one.copies)}.")
    if one.kind == BundleKind.REQUEST:
        answered = f"Answered: listed since {dates.in_full(one.answered)}." if one.answered else "Not answered yet."
        return " ".join((*said, answered))
    did = "Request came from" if one.kind == BundleKind.INVITATION else "Arrived with"
    if many:
        said.append(f"{did} {len(one.to) - len(one.waiting_for)} of them.")
    else:
        said += [f"{did} {name} ({dates.moment(at)})." for name, at in one.to if at]
    if one.waiting_for and not one.asked:
        few = len(one.waiting_for) <= _NAMED
        said.append(f"No word yet from {listed(one.waiting_for) if few else len(one.waiting_for)}.")
    if one.asked:
        said.append(f"Asked back on {dates.moment(one.asked)}.")
    if one.gone:
        said.append(f"Removed by {listed(one.gone)}.")
    if one.kept_out:
        said.append(f"Never brought in by {listed(one.kept_out)}, and kept out now.")
    return " ".join(said)


def went(work: UnitOfWork) -> Iterator[Went]:
    """Every file that was made for somebody, the latest first; what was divided stands once."""
    names, net = membership.names(work), membership.network(work)
    asks = recalling.asks_in(work)
    together: dict[tuple[object, ...], list[str]] = {}
    held = {each.bundle: each for each in work.sendings()}
    for each in held.values():
        if each.kind in _JOINING:
            together[(each.bundle,)] = [each.bundle]
        elif each.to and each.kind in _SHOWN:
            together.setdefault((each.at, each.describes, each.to), []).append(each.bundle)
    for bundles in together.values():
        first, asked = held[bundles[0]], asks.get(bundles[0])
        made: Made | None = made_in(work, first.bundle)
        arrived = {person: at for bundle in bundles for person, at in held[bundle].arrived}
        word = [(person, names.get(person, "somebody not known here")) for person, _ in asked.arrived] if asked else []
        to: Sequence[str] = first.to
        if made and first.kind == BundleKind.INVITATION:
            to = sorted(made.people, key=lambda person: names.get(person, ""))
        card = net.card(made.actor) if net and made and first.kind == BundleKind.REQUEST else None
        yield Went(
            tuple(bundles),
            first.at,
            first.describes,
            tuple((names.get(person, "somebody not known here"), arrived.get(person)) for person in to),
            _stays(work, first, made, net, asked is not None),
            asked.at if asked else None,
            tuple(name for person, name in word if person in arrived),
            () if asked else _put(work, bundles),
            made.copies if made else (),
            first.kind,
            card.since if card else None,
            tuple(name for person, name in word if person not in arrived),
        )


def why_stays(work: UnitOfWork, sending: Sending) -> str:
    """Why a file of ours is not made again from here, or, a joining file, not saved again; empty where it may be."""
    asked = sending.bundle in recalling.asks_in(work)
    return _stays(work, sending, made_in(work, sending.bundle), membership.network(work), asked)


def _stays(work: UnitOfWork, sending: Sending, made: Made | None, net: Network | None, asked: bool) -> str:
    if asked:
        return f"You have asked for it back, so it is not sent again from here. {_ANEW}"
    if made is None:
        kept = "An earlier version did not keep it" if sending.kind in _JOINING else "It cannot be made again from here"
        return f"{kept}: make it where it was made."
    if made.release and _stopped(work, made):
        return f"You have stopped sharing this report, so it is not sent again from here. {_ANEW}"
    if sending.kind == BundleKind.REQUEST:
        return "It is answered: nothing more has to go." if net and net.card(made.actor) else ""
    if sending.kind == BundleKind.INVITATION:
        if net is None or net.root != made.actor:
            return "Our network has another stamp since, which this invitation does not bear. Make a new one."
        here = {person for person, _ in sending.arrived}
        return "Everybody whom it invites has asked to join." if here.issuperset(made.people) else ""
    return ""


def _stopped(work: UnitOfWork, made: Made) -> bool:
    """Whether the report in a file is no longer shared."""
    record = work.stream(made.stream).record("release", made.release) if work.holds(made.stream) else None
    return record is None or bool(record.get("stopped"))


def _put(work: UnitOfWork, bundles: Sequence[str]) -> tuple[Path, ...]:
    """Where the files were put, as far as that is remembered of all of them."""
    found = [Path(made.folder, made.file) for each in bundles if (made := made_in(work, each)) and made.file]
    return tuple(found) if len(found) == len(bundles) else ()
