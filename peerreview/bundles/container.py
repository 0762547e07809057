"""The container inside a review file: ASiC-E with CAdES (ETSI EN 319 162-1), so that other people's tools open it.

`mimetype` lies first and stored. `META-INF/ASiCManifest.xml` names every other member with its SHA-256 and is what the
detached signature covers. We write the manifest in one way only, and a reader writes it again from what it unpacked
and compares the bytes: an altered, added or missing member shows, and no XML of a stranger's is ever parsed.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from . import limits
from .directory import EPOCH, PLAIN_FILE, UNIX, read_directory, unpack
from .refusals import AlteredFile, DamagedFile, HostileFile, TooLarge, Unsigned

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done and how much there is; raises Cancelled to stop."""

MIMETYPE = b"application/vnd.etsi.asic-e+zip"
MANIFEST = "META-INF/ASiCManifest.xml"
SIGNATURE = "META-INF/signature.p7s"
_PACKED_ALREADY = (".p7s", ".pdf")


def pack(members: Mapping[str, bytes], sign: Callable[[bytes], bytes], progress: Progress) -> bytes:
    """The signed archive of `members` (name to bytes), in their order.

    `sign` makes the detached CAdES signature (DER) over the ASiC manifest. Raises TooLarge and whatever `progress`
    raises.
    """
    limits.check_sizes((name, len(data), len(data)) for name, data in members.items())
    manifest = asic_manifest((name, sha256(data).digest()) for name, data in members.items())
    everything = {"mimetype": MIMETYPE, **members, MANIFEST: manifest, SIGNATURE: sign(manifest)}
    if len(everything) > limits.ENTRIES:
        raise TooLarge(f"{len(everything)} parts")
    archive = BytesIO()
    with ZipFile(archive, "w", allowZip64=False) as file:
        for done, (name, data) in enumerate(everything.items()):
            progress("pack", done, len(everything))
            file.writestr(_header(name), data, compresslevel=6)
    raw = archive.getvalue()
    read_directory(raw)  # what a reader would refuse is not written
    return raw


class Container:
    """An archive whose directory is in order. `member` unpacks one part; `verified` all of them, once judged whole."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._entries = read_directory(raw)
        first = next(iter(self._entries.values()), None)
        if first is None or first.name != "mimetype" or unpack(raw, first) != MIMETYPE:
            raise HostileFile("it does not begin as they do")

    @property
    def names(self) -> tuple[str, ...]:
        """The members in the order they lie."""
        return tuple(self._entries)

    def member(self, name: str) -> bytes:
        """The bytes of one member; raises DamagedFile when it is missing."""
        if name not in self._entries:
            raise DamagedFile("a part of it is missing")
        return unpack(self._raw, self._entries[name])

    def again(self, name: str) -> bytes:
        """The bytes of one member once more, or none when it is not there."""
        return self.member(name) if name in self._entries else b""

    def signature(self) -> tuple[bytes, bytes]:
        """The ASiC manifest and the detached signature over it; raises Unsigned when either is missing."""
        if MANIFEST not in self._entries or SIGNATURE not in self._entries:
            raise Unsigned
        return self.member(MANIFEST), self.member(SIGNATURE)

    def verified(self, manifest: bytes, progress: Progress) -> Iterator[tuple[str, bytes, str]]:
        """Every member that `manifest` (already found signed) covers, one by one, `manifest.json` first: its name, its
        bytes and their SHA-256 (hex).

        Raises AlteredFile at the first that it does not cover, and at the end unless it covers these alone.
        """
        names = [name for name in self.names if name not in ("mimetype", MANIFEST, SIGNATURE)]
        names.sort(key=lambda name: name != "manifest.json")
        covered = frozenset(manifest.splitlines(keepends=True))
        digests = []
        for done, name in enumerate(names):
            progress("unpack", done, len(names))
            data = self.member(name)
            digests.append((name, sha256(data).digest()))
            if _reference(*digests[-1]).encode() not in covered:
                raise AlteredFile
            yield name, data, digests[-1][1].hex()
        if asic_manifest(digests) != manifest:
            raise AlteredFile


def asic_manifest(digests: Iterable[tuple[str, bytes]]) -> bytes:
    """The ASiC manifest (EN 319 162-1 annex A.4) of (name, SHA-256) pairs, in name order, always in the same bytes."""
    references = "".join(_reference(name, digest) for name, digest in sorted(digests))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" '
        'xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
        f'<asic:SigReference URI="{SIGNATURE}" MimeType="application/x-pkcs7-signature"/>\n'
        f"{references}</asic:ASiCManifest>\n"
    ).encode()


def _reference(name: str, digest: bytes) -> str:
    """The line of the ASiC manifest for one member."""
    return (
        f'<asic:DataObjectReference URI="{name}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{base64.b64encode(digest).decode()}</ds:DigestValue></asic:DataObjectReference>\n"
    )


def _header(name: str) -> ZipInfo:
    info = ZipInfo(name, EPOCH)
    info.create_system = UNIX
    info.external_attr = PLAIN_FILE
    stored = name == "mimetype" or name.startswith("blobs/") or name.endswith(_PACKED_ALREADY)
    info.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
    return info
