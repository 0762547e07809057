"""Where everything lies in a review file: contents to members and back (DESIGN §7).

| member | holds |
|---|---|
| `manifest.json` | the list of contents, see `manifest` |
| `changes/<stream>.jsonl` | one exact change a line, ancestors first |
| `values/<stream>.jsonl` | `{digest, salt, value}` a line, what may travel |
| `seals/<stream>.jsonl` | one seal a line |
| `documents/<n>-<kind>`, `...p7s` | a signed document, and its detached signature where it has one |
| `receipts.jsonl` | word that earlier files arrived, one a line |
| `joining/<name>` | the small members of joining files, and of a file that asks for an earlier one back |
| `blobs/<sha256>` | photos, attachments and PDFs |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import overload

from peerreview.config.right_of_way import giving_way
from peerreview.domain.exchange import BundleContents, Recipient, SignedDocument, StreamPart

from . import limits
from .manifest import (
    FORMAT,
    DocumentLine,
    Manifest,
    RecipientLine,
    StreamLine,
    decode,
    decode_receipts,
    encode,
    encode_receipts,
    moment,
    stamp,
)
from .refusals import HostileFile

_NEEDS = "0.1.0"
_LINES = (("changes", limits.CHANGE), ("values", limits.VALUE), ("seals", limits.SEAL))


def members(contents: BundleContents) -> dict[str, bytes]:
    """The members of `contents`, manifest first; raises TooLarge for what no reader would take.

    A private stream, or a text that a manifest may not hold, is a mistake of the caller's (ValueError).
    """
    documents = [(_document_line(n, document), document) for n, document in enumerate(contents.documents, 1)]
    manifest = encode(_manifest(contents, [line for line, _ in documents]))
    found = {"manifest.json": manifest}
    for part in contents.streams:
        for folder, most in _LINES:
            lines: Sequence[bytes] = getattr(part, folder)
            limits.check_lines(lines, most, f"one of the {folder}")
            if lines:
                found[f"{folder}/{part.stream}.jsonl"] = b"\n".join(lines) + b"\n"
    for line, document in documents:
        found[line.file] = document.body
        if line.signature:
            found[line.signature] = document.signature
    if contents.receipts:
        found["receipts.jsonl"] = encode_receipts(contents.receipts)
    found.update((f"joining/{name}", data) for name, data in contents.extra.items())
    found.update((f"blobs/{digest}", data) for digest, data in contents.blobs.items())
    return found


class _Lines(Sequence[bytes]):
    """The lines of one journal, taken out of the file anew whenever they are gone through: together they may be more
    than memory should hold."""

    def __init__(self, journal: _Journal, again: Callable[[str], bytes]) -> None:
        self._journal = journal
        self._again = again

    def _all(self) -> tuple[bytes, ...]:
        return self._journal.lines(self._again(self._journal.name))

    def __len__(self) -> int:
        return self._journal.count

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[bytes, ...]: ...
    def __getitem__(self, place: int | slice) -> bytes | tuple[bytes, ...]:
        return self._all()[place]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    __hash__ = None  # type: ignore[assignment]


def contents(verified: Iterable[tuple[str, bytes, str]], again: Callable[[str], bytes]) -> BundleContents:
    """The contents of verified members (name, bytes, SHA-256 in hex), `manifest.json` first; raises HostileFile when
    they are not what it says.

    `again` gives a member once more, or nothing: journals are looked through here one by one, and taken out of the file
    when they are used.
    """
    members = iter(verified)
    manifest = decode(next(members)[1])
    if len({line.stream for line in manifest.streams}) != len(manifest.streams):
        raise HostileFile("it names one journal twice")
    journals = {journal.name: journal for line in manifest.streams for journal in _journals(line)}
    found: dict[str, bytes] = {}
    blobs: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    for name, data, digest in members:
        if name in journals:
            journals[name].check(data)
            digests[name] = digest
        elif name.startswith("blobs/"):
            if name != f"blobs/{digest}":
                raise HostileFile("an attachment is not the one it says")
            blobs[digest] = data
        else:
            found[name] = data
    for missing in journals.keys() - digests:
        journals[missing].check(b"")
    return BundleContents(
        id=manifest.id,
        kind=manifest.kind,
        sender=manifest.sender,
        sender_name=manifest.sender_name,
        at=moment(manifest.at),
        recipients=tuple(Recipient(line.person, line.name, line.age) for line in manifest.recipients),
        streams=tuple(_part(line, digests, again) for line in manifest.streams),
        documents=tuple(_document(found, line) for line in manifest.documents),
        receipts=decode_receipts(found.get("receipts.jsonl", b"")),
        blobs=blobs,
        extra={name.removeprefix("joining/"): data for name, data in found.items() if name.startswith("joining/")},
    )


def _manifest(contents: BundleContents, documents: list[DocumentLine]) -> Manifest:
    manifest = Manifest(
        format=FORMAT,
        needs=_NEEDS,
        id=contents.id,
        kind=contents.kind,
        sender=contents.sender,
        sender_name=contents.sender_name,
        at=stamp(contents.at),
        recipients=[RecipientLine(one.person, one.name, one.age) for one in contents.recipients],
        streams=[
            StreamLine(part.stream, list(part.tips), len(part.changes), len(part.values), len(part.seals))
            for part in contents.streams
        ],
        documents=documents,
    )
    try:
        decode(encode(manifest))
    except HostileFile as fault:
        raise ValueError("these contents do not make a review file") from fault
    return manifest


def _document_line(place: int, document: SignedDocument) -> DocumentLine:
    file = f"documents/{place:03}-{document.kind}{'.pdf' if document.body.startswith(b'%PDF-') else ''}"
    signature = f"{file}.p7s" if document.signature else ""
    return DocumentLine(document.kind, document.id, document.number, document.name, file, signature)


@dataclass(frozen=True)
class _Journal:
    """One member that holds lines of a stream: `count` of them, none longer than `most` bytes; changes have `tips`."""

    name: str
    count: int
    most: int
    tips: tuple[str, ...] | None

    def lines(self, data: bytes) -> tuple[bytes, ...]:
        """The lines; raises HostileFile when they are not as many as the manifest says."""
        lines = tuple(data.split(b"\n")[:-1])
        if len(lines) != self.count or (data and not data.endswith(b"\n")):
            raise HostileFile("a journal in it is not whole")
        return lines

    def check(self, data: bytes) -> None:
        """Look the lines through; raises HostileFile or TooLarge."""
        lines = self.lines(data)
        limits.check_lines(lines, self.most, "one line of a journal")
        if self.tips is not None:
            ids = {sha256(line).hexdigest() for line in giving_way(lines)}
            if len(ids) != len(lines) or not ids.issuperset(self.tips):
                raise HostileFile("a journal in it is not whole")


def _journals(line: StreamLine) -> tuple[_Journal, ...]:
    """The members of a stream: its changes, values and seals."""
    counts = (line.changes, line.values, line.seals)
    return tuple(
        _Journal(f"{folder}/{line.stream}.jsonl", count, most, tuple(line.tips) if folder == "changes" else None)
        for (folder, most), count in zip(_LINES, counts, strict=True)
    )


def _part(line: StreamLine, digests: Mapping[str, str], again: Callable[[str], bytes]) -> StreamPart:
    journals = _journals(line)
    changes, values, seals = (_Lines(journal, again) for journal in journals)
    digest = sha256(" ".join(digests.get(journal.name, "") for journal in journals).encode()).hexdigest()
    return StreamPart(line.stream, tuple(line.tips), changes, values, seals, digest)


def _document(found: Mapping[str, bytes], line: DocumentLine) -> SignedDocument:
    named = [line.file, *filter(None, [line.signature])]
    if not all(name.startswith("documents/") and name in found for name in named):
        raise HostileFile("a document in it is missing")
    signature = found[line.signature] if line.signature else b""
    return SignedDocument(line.kind, line.id, line.number, line.name, found[line.file], signature)
