"""Review files to be read by tests: good ones, and bad ones that no writer of ours would make."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pyrage

from peerreview.bundles.container import MANIFEST, MIMETYPE, SIGNATURE, asic_manifest, pack
from peerreview.bundles.layout import members
from peerreview.bundles.reader import OpenedBundle, read
from peerreview.domain.exchange import (
    BundleContents,
    BundleKind,
    DocumentKind,
    Receipt,
    Recipient,
    SignedDocument,
    StreamPart,
)
from peerreview.identity.keys import Identity, new_identity
from peerreview.identity.signer import Signer

AT = datetime(2026, 11, 17, 11, 45, tzinfo=UTC)
STREAM = "review-" + "ab" * 16


def silent(what: str, done: int, of: int) -> None:
    """The progress of nobody."""


def listed(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


@cache
def person(name: str) -> Identity:
    """Somebody of the invented network, always the same."""
    return new_identity(sha256(name.encode()).hexdigest()[:32], name, AT)


def signer(name: str) -> Signer:
    """Their signing hand."""
    return person(name).signer()


def recipient(name: str) -> Recipient:
    """Them as a recipient."""
    return Recipient(person(name).person, name, person(name).recipient)


def part(changes: int = 3, stream: str = STREAM) -> StreamPart:
    """A stream of made-up lines; a bundle looks at their length and hashes only."""
    lines = tuple(f'{{"at":"2026","n":{n},"stream":"{stream}"}}'.encode() for n in range(changes))
    values = tuple(f'{{"digest":"{n:064}","salt":"{n:032}","value":"Y4 books {n}"}}'.encode() for n in range(changes))
    return StreamPart(stream, (sha256(lines[-1]).hexdigest(),), lines, values, (b'{"sig":"one"}',))


def contents(*to: str, **changed: object) -> BundleContents:
    """A working copy from Tom with a little of everything; `changed` replaces fields."""
    photo = b"\xff\xd8" + bytes(range(256)) * 8
    fields: dict[str, object] = {
        "id": "0123456789abcdef" * 2,
        "kind": BundleKind.STREAMS,
        "sender": person("Tom Ashdown-Reyes").person,
        "sender_name": "Tom Ashdown-Reyes",
        "at": AT,
        "recipients": tuple(recipient(name) for name in to or ("Miriam Feldt",)),
        "streams": (part(),),
        "documents": (
            SignedDocument(DocumentKind.RELEASE, STREAM, 1, "Quillbeck report", b"%PDF-1.7\n..."),
            SignedDocument(DocumentKind.NETWORK, "ab" * 16, 4, "Marram Vale", b'{"number":4}', b"\x30\x03sig"),
        ),
        "receipts": (Receipt("fe" * 16, person("Miriam Feldt").person, AT),),
        "blobs": {sha256(photo).hexdigest(): photo},
        "extra": {"note.json": b"{}"},
    }
    return BundleContents(**(fields | changed))  # type: ignore[arg-type]


def archive(what: BundleContents, by: str = "Tom Ashdown-Reyes") -> bytes:
    """The signed archive before encryption."""
    hand = signer(by)
    return pack(members(what), lambda manifest: hand.sign_cms(manifest, what.at), silent)


def sealed_for(raw: bytes, *names: str) -> bytes:
    """Any bytes, encrypted to people as `age -r` would."""
    keys = [pyrage.x25519.Recipient.from_str(person(name).recipient) for name in names or ("Miriam Feldt",)]
    return pyrage.encrypt(raw, keys)


def opened_by(name: str, sealed: bytes) -> OpenedBundle:
    """What somebody sees who opens the file."""
    return read(sealed, person(name).ages, progress=silent)


def tried(raw: bytes) -> OpenedBundle:
    """What Miriam sees when an archive that somebody made by hand reaches her."""
    return opened_by("Miriam Feldt", sealed_for(raw))


def signed_by_hand(found: Mapping[str, bytes], by: str = "Tom Ashdown-Reyes") -> bytes:
    """An archive of any members at all, properly signed: what somebody with a key and a grudge can make."""
    manifest = asic_manifest((name, sha256(data).digest()) for name, data in found.items())
    return zipped({**found, MANIFEST: manifest, SIGNATURE: signer(by).sign_cms(manifest, AT)})


def zipped(found: Mapping[str, bytes], *, attributes: Mapping[str, int] | None = None) -> bytes:
    """A plain archive, `mimetype` first; `attributes` sets the external attributes of single members."""
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name, data in {"mimetype": MIMETYPE, **found}.items():
            info = ZipInfo(name)
            info.external_attr = (attributes or {}).get(name, 0o100600 << 16)
            file.writestr(info, data, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return out.getvalue()


def crowd(count: int, size: int = 0) -> bytes:
    """An archive of `count` members, all of which claim to unpack to `size` bytes."""
    packed = b"\3\0"
    headers, directory = [], []
    for n in range(count):
        name = b"blobs/%07d" % n
        facts = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, 0, len(packed), size, len(name), 0)
        at = n * (30 + len(name) + len(packed))
        headers.append(b"PK\3\4" + facts + name + packed)
        directory.append(
            b"PK\1\2" + struct.pack("<H", 20) + facts + struct.pack("<3H2L", 0, 0, 0, 0o100600 << 16, at) + name
        )
    first, second = b"".join(headers), b"".join(directory)
    few = min(count, 0xFFFF)
    return first + second + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, few, few, len(second), len(first), 0)


@dataclass(frozen=True)
class Place:
    """Where the headers of one member stand in an archive."""

    local: int
    central: int
    data: int


def place(raw: bytes, name: str) -> Place:
    """The headers of a member, for a test that is about to lie in them."""
    with ZipFile(BytesIO(raw)) as file:
        info = file.getinfo(name)
        central = file.start_dir
        for one in file.infolist():
            if one.filename == name:
                break
            central += 46 + len(one.filename) + len(one.extra)
    return Place(info.header_offset, central, info.header_offset + 30 + len(name))


def patched(raw: bytes, at: int, layout: str, *values: int) -> bytes:
    """The same bytes with numbers written over some of them."""
    changed = bytearray(raw)
    struct.pack_into(layout, changed, at, *values)
    return bytes(changed)
