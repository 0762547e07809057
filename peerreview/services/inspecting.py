"""What is in any file that one holds the key to: nothing is brought in, and nothing of it is believed (DESIGN §9).

What kind of file it is, who made it and how far they are known, for whom it was made, and what lies in it with counts
and sizes. Of a file without a key for it nothing can be known, and `NotForYou` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peerreview.analysis import released
from peerreview.analysis.wording import listed
from peerreview.config import drives
from peerreview.domain import dates
from peerreview.domain.exchange import BundleContents, BundleKind, DocumentKind, StreamPart
from peerreview.domain.filenames import sized
from peerreview.domain.network import Network
from peerreview.errors import BadInput
from peerreview.identity import certificates
from peerreview.identity.signer import Signer
from peerreview.identity.trust import CardBook, Standing

from . import membership, verifying
from .ports import Opened, Ports, Progress, Reports, Turn, at_once, silent
from .start import identity_in
from .verifying import Checkers
from .words import LEVEL_WORDS

_KINDS = {
    BundleKind.INVITATION: "Joining file: an invitation",
    BundleKind.REQUEST: "Joining file: somebody asks to join",
    BundleKind.STREAMS: "Review file: a working copy",
    BundleKind.DOCUMENTS: "Review file: signed documents",
    BundleKind.RECEIPT: "Review file: word of files that arrived",
}
_STREAMS = {
    "review": "The review",
    "reviewers": "What the reviewers share: notes and hidden grades",
    "triad": "The triad's plan",
    "desk": "An officer's desk",
}
_DOCUMENTS = {
    DocumentKind.RELEASE: "Report",
    DocumentKind.PROGRESS: "Report of progress",
    DocumentKind.TERM_REPORT: "Group-term report",
    DocumentKind.NETWORK: "List of members",
    DocumentKind.HANDBOOK: "Handbook",
    DocumentKind.DATA_PACK: "Data pack",
}
_OTHERS = {
    "workbook": "Spreadsheet",
    "handbook": "Handbook, as it is written",
    "key_file": "Key file: a signing key under a phrase",
}


@dataclass(frozen=True)
class Part:
    """One thing in a file: what, how many of what, and its size in bytes, unpacked."""

    what: str
    count: int
    unit: str
    size: int

    @property
    def sentence(self) -> str:
        """The part as one line."""
        size = f", {sized(self.size)}" if self.size else ""
        return f"{self.what}: {self.count} {self.unit}{'' if self.count == 1 else 's'}{size}"


@dataclass(frozen=True)
class Inside:
    """What was found in a file. `known` says in a sentence how far its sender is known; `size` is bytes as it lies."""

    name: str
    kind: str
    size: int
    sender: str
    known: str
    at: datetime | None
    recipients: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything for people, a line each."""
        made = f" on {dates.in_full(self.at)}" if self.at else ""
        found = [f"{self.kind}, {sized(self.size)}."]
        if self.sender:
            found.append(f"Made by {self.sender}{made}. {self.known}")
        if self.recipients:
            found.append(f"Made for {listed(self.recipients)}.")
        return (*found, *(each.sentence for each in self.parts))


def inspect(
    checkers: Checkers,
    path: Path,
    *,
    roots: Sequence[bytes] = (),
    identities: Sequence[str] = (),
    phrase: str | None = None,
    progress: Progress = silent,
) -> Inside:
    """Look into a file without any profile; `roots` are certificates (DER) to trust, `identities` age keys."""

    def known(opened: Opened) -> str:
        name = certificates.common_name(opened.certificate)
        if any(certificates.issued_by(opened.certificate, root) for root in roots):
            return f"Signed with the membership of {name}, under a stamp you trust."
        return f"The signing key bears the name {name}; no stamp that you named vouches for it."

    return _inspect(checkers, path, roots, identities, known, phrase, progress)


def inspect_here(
    ports: Ports,
    signer: Signer,
    path: Path,
    *,
    phrase: str | None = None,
    progress: Progress = silent,
    turn: Turn = at_once,
) -> Inside:
    """Look into a file with this profile's keys; the sender is judged by the lists of members held here."""

    def held() -> tuple[CardBook, Sequence[str], Network | None]:
        with ports.store.begin() as work:
            return membership.book(work), identity_in(work).ages, membership.network(work)

    book, identities, net = turn(held)
    network = net.name if net else "the network"

    def known(opened: Opened) -> str:
        return "It is your own." if opened.actor == signer.actor else _known(book, opened, network)

    checkers = Checkers(ports.bundles, ports.reports)
    return _inspect(checkers, path, book.held_roots, identities, known, phrase, progress)


def _inspect(
    checkers: Checkers,
    path: Path,
    roots: Sequence[bytes],
    identities: Sequence[str],
    known: Callable[[Opened], str],
    phrase: str | None,
    progress: Progress,
) -> Inside:
    kind = checkers.bundles.recognise(path)
    size = drives.reach(path.parent, lambda _step: path.stat().st_size, progress)
    if kind == "pdf":
        return _report(checkers.reports, path, size, roots, progress)
    if kind in _OTHERS:
        return Inside(path.name, _OTHERS[kind], size, "", "", None, (), ())
    if kind != "review_file":
        raise BadInput(
            "This is neither a report nor a review file.", "Nothing has changed.", "Check which file was meant.",
            code="unknown_file",
        )  # fmt: skip
    opened = checkers.bundles.read(path, identities, phrase=phrase, progress=progress)
    contents = opened.contents
    names = dict.fromkeys(each.name for each in contents.recipients)
    return Inside(
        path.name, _KINDS[contents.kind], size, contents.sender_name, known(opened), opened.at, tuple(names),
        parts(contents),
    )  # fmt: skip


def parts(contents: BundleContents) -> tuple[Part, ...]:
    """What lies in a file, each with its count and size."""
    found = [
        Part(_STREAMS.get(each.stream.partition("-")[0], "A journal"), len(each.changes), "change", _size(each))
        for each in contents.streams
    ]
    found += [
        Part(f"{_DOCUMENTS[each.kind]}, {each.name}", 1, "document", len(each.body)) for each in contents.documents
    ]
    if contents.receipts:
        found.append(Part("Word of files that arrived", len(contents.receipts), "line", 0))
    if contents.blobs:
        found.append(
            Part("Attachments, photos and pages", len(contents.blobs), "file", sum(map(len, contents.blobs.values())))
        )
    found += [Part(f"Joining: {name}", 1, "page", len(data)) for name, data in contents.extra.items()]
    return tuple(found)


def _size(part: StreamPart) -> int:
    return sum(len(line) + 1 for lines in (part.changes, part.values, part.seals) for line in lines)


def _report(reports: Reports, path: Path, size: int, roots: Sequence[bytes], progress: Progress) -> Inside:
    """A report's PDF needs no key: what its data say, and who signed."""
    pdf = drives.read(path, progress=progress)
    data = reports.data(pdf)
    release = released.decode(data).content
    verdict = reports.verify(pdf, roots)
    names = listed([each.name for each in verdict.signers])
    last = max((each.when for each in verdict.signers if each.when), default=None)
    known = verifying.sentence(verdict) if verdict.signers else "Nobody has signed it."
    kind = f"Report: the {LEVEL_WORDS[release.level].lower()} on {release.school}, version {release.number}"
    parts = (Part("Signatures", len(verdict.signers), "signature", 0), Part("The report's data", 1, "file", len(data)))
    return Inside(path.name, kind, size, names, known, last, (), parts)


def _known(book: CardBook, opened: Opened, network: str) -> str:
    contents = opened.contents
    sender = book.judge(opened.certificate, contents.sender, contents.sender_name, opened.at)
    if sender.standing is Standing.MEMBER:
        return f"A member of {network}."
    if sender.standing is Standing.FORMER:
        since = f" on {dates.short(sender.until)}" if sender.until else ""
        return f"Somebody who left {network}{since}."
    if sender.standing is Standing.NOT_YET_KNOWN:
        return f"Has joined {network}, but the list of members here does not show it yet."
    return f"We do not know who made this file. It says {contents.sender_name}."
