"""What the store tells of itself: lines for home, hits of a search, imports, sendings, things set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ReviewLine:
    """One review as the home page and the lists know it. `roles` maps person id to role in this review."""

    stream: str
    school: str
    school_name: str
    handbook: str
    term: str
    visit_date: date | None
    step: str
    roles: tuple[tuple[str, str], ...]
    version: str = ""


@dataclass(frozen=True)
class NoteHit:
    """A note found by searching, and the stream of the review that it is about; `snippet` marks the words found with
    « »."""

    stream: str
    kind: str
    record: str
    review: str
    snippet: str


@dataclass(frozen=True)
class SetAside:
    """A change that is kept outside the graph, and why."""

    change: str
    stream: str
    author: str
    actor: str
    reason: str


@dataclass(frozen=True)
class Arrival:
    """One file that was brought in. `id` names it for taking it out again."""

    id: str
    bundle: str
    kind: str
    sender: str
    sender_name: str
    at: datetime
    added: int
    taken_out: bool = False


def asked_back(bundle: str, sender: str) -> str:
    """The setting that remembers that who made a file has asked for it back."""
    return f"asked back {bundle} {sender}"


@dataclass(frozen=True)
class Sending:
    """One file that was made: for whom, at which level, and when it arrived (None while unknown)."""

    bundle: str
    kind: str
    to: tuple[str, ...]
    describes: str
    at: datetime
    arrived: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True)
class TakenIn:
    """What bringing a stream in changed: ids of changes admitted now, and what is set aside.

    `known` counts the changes that were here before; `repeated` says that every line was, so that nothing changed.
    """

    stream: str
    new: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    known: int
    repeated: bool = False


@dataclass(frozen=True)
class StoreReport:
    """What checking the store found; empty `problems` means sound.

    `whole`: what was written and received is all there, so that whatever else is wrong can be worked out anew.
    """

    streams: int
    changes: int
    problems: tuple[str, ...]
    whole: bool = True


@dataclass(frozen=True)
class Compared:
    """Things of one sort in a safe copy and here: in both, here alone (newer), and in the copy alone (gone since)."""

    same: int
    since: int
    gone: int


@dataclass(frozen=True)
class Rehearsal:
    """A safe copy that was brought back for a trial: what checking it found, and how it compares with what is here."""

    report: StoreReport
    changes: Compared
    documents: Compared
    attachments: Compared
    settings: Compared


@dataclass(frozen=True)
class StoredDocument:
    """A document held: which, whose signature, when it came; `current` is the highest number of its id."""

    kind: str
    id: str
    number: int
    name: str
    digest: str
    signer: str
    received: datetime
    current: bool
