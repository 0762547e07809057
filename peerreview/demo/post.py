"""The files that go between people, and the list of everything that the play leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from peerreview.analysis.wording import listed
from peerreview.domain.exchange import BundleKind
from peerreview.services import opening
from peerreview.services.posting import Sent

from .clock import Cue
from .company import Member

INDEX = "index.json"


class Entry(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """One line of the list (DESIGN §9); `sender` and `to` are people as their files are named."""

    path: str
    kind: str
    bundle_kind: str | None
    sender: str | None
    to: tuple[str, ...]
    describes: str


class Post:
    """Carries review files from hand to hand by way of `bundles`, and remembers what lies in the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._entries: dict[str, Entry] = {}

    def place(self, at: Cue, sender: Member, to: Sequence[Member], about: str) -> Path:
        """Where a review file is to lie, by day and hour, from whom, for whom and about what."""
        whom = listed([member.name for member in to]) if 0 < len(to) < 4 else "everybody"
        name = f"{at.day} {at.hour.replace(':', '')} {sender.name} to {whom}, {about}"
        return self.folder / "bundles" / f"{name}.prb"

    def carry(self, kind: BundleKind, sent: Sent, sender: Member, to: Sequence[Member], describes: str) -> None:
        """Put a review file that was made on the list, and let each recipient bring it in."""
        for path in sent.paths:
            self.note(path, "bundle", describes, sender=sender, to=to, bundle_kind=kind)
        for member in to:
            for path in sent.paths:
                hand_over(path, member)

    def note(
        self,
        path: Path,
        kind: str,
        describes: str,
        *,
        sender: Member | None = None,
        to: Iterable[Member] = (),
        bundle_kind: BundleKind | None = None,
    ) -> None:
        """Put something that lies in the folder on the list."""
        where = path.relative_to(self.folder).as_posix()
        whom = tuple(member.slug for member in to)
        self._entries[where] = Entry(where, kind, bundle_kind, sender.slug if sender else None, whom, describes)

    def write_index(self) -> int:
        """Write the list, and give how many lines it has."""
        lines = [self._entries[path] for path in sorted(self._entries)]
        raw = msgspec.json.format(msgspec.json.encode({"files": lines}), indent=2)
        (self.folder / INDEX).write_bytes(raw + b"\n")
        return len(lines)


def hand_over(path: Path, member: Member) -> None:
    """Let somebody bring a file in, of any kind; whatever would need a second look there is a fault of the play."""
    brought = opening.bring_in(member.ports, member.signer, path)
    if brought.set_aside or brought.two_versions:
        raise AssertionError(f"{member.name} has to look at {path.name}: {brought.sentence}")
    member.app.renew_signer()
