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

from collections.abc import Iterable, Mapping
from hashlib import sha256

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
            lines: tuple[bytes, ...] = getattr(part, folder)
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


def contents(found: Mapping[str, bytes]) -> BundleContents:
    """The contents that verified members hold; raises HostileFile when they are not what the manifest says."""
    manifest = decode(found["manifest.json"])
    if len({line.stream for line in manifest.streams}) != len(manifest.streams):
        raise HostileFile("it names one journal twice")
    return BundleContents(
        id=manifest.id,
        kind=manifest.kind,
        sender=manifest.sender,
        sender_name=manifest.sender_name,
        at=moment(manifest.at),
        recipients=tuple(Recipient(line.person, line.name, line.age) for line in manifest.recipients),
        streams=tuple(_part(found, line) for line in manifest.streams),
        documents=tuple(_document(found, line) for line in manifest.documents),
        receipts=decode_receipts(found.get("receipts.jsonl", b"")),
        blobs=dict(_blobs(found)),
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


def _part(found: Mapping[str, bytes], line: StreamLine) -> StreamPart:
    """One stream; its lines must be as many as the manifest says, and its tips among its changes."""
    changes, values, seals = (
        _lines(found.get(f"{folder}/{line.stream}.jsonl", b""), most, count)
        for (folder, most), count in zip(_LINES, (line.changes, line.values, line.seals), strict=True)
    )
    ids = {sha256(change).hexdigest() for change in changes}
    if len(ids) != len(changes) or not ids.issuperset(line.tips):
        raise HostileFile("a journal in it is not whole")
    return StreamPart(line.stream, tuple(line.tips), changes, values, seals)


def _lines(data: bytes, most: int, count: int) -> tuple[bytes, ...]:
    lines = tuple(data.split(b"\n")[:-1])
    if len(lines) != count or (data and not data.endswith(b"\n")):
        raise HostileFile("a journal in it is not whole")
    limits.check_lines(lines, most, "one line of a journal")
    return lines


def _document(found: Mapping[str, bytes], line: DocumentLine) -> SignedDocument:
    named = [line.file, *filter(None, [line.signature])]
    if not all(name.startswith("documents/") and name in found for name in named):
        raise HostileFile("a document in it is missing")
    signature = found[line.signature] if line.signature else b""
    return SignedDocument(line.kind, line.id, line.number, line.name, found[line.file], signature)


def _blobs(found: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    for name, data in found.items():
        if name.startswith("blobs/"):
            digest = sha256(data).hexdigest()
            if name != f"blobs/{digest}":
                raise HostileFile("an attachment is not the one it says")
            yield digest, data
