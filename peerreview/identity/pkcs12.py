"""PKCS#12 files (RFC 7292) under a phrase: how a person's key file and a network's stamp lie on a stick.

Key and certificates are under PBES2 (PBKDF2-HMAC-SHA256, AES-256-CBC). The integrity check is made as slow to guess
against as the encryption: libraries leave it at 2,048 rounds, and a thief would guess at that.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import digest as hmac_digest
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12

from peerreview.config import drives
from peerreview.config.drives import NoAnswer, Step
from peerreview.errors import BadInput, EnvironmentFault, Refused

from . import certificates
from .recovery import tidy_phrase

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo

ROUNDS = 600_000  # of PBKDF2-HMAC-SHA256, and of the integrity check
MOST_ROUNDS = 10 * ROUNDS  # of a file that somebody else made: a second or two
SHORTEST_PHRASE = 8  # characters
LIMIT = 64 * 1024  # bytes of a file
_BLOCK = 64  # bytes, of SHA-256


@dataclass(frozen=True)
class KeyPair:
    """A signing key, its certificate and the certificates above it (DER)."""

    key: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)
    certificate: bytes = field(repr=False)
    chain: tuple[bytes, ...] = field(default=(), repr=False)


def lock(pair: KeyPair, phrase: str) -> bytes:
    """The PKCS#12 bytes; raises Refused when the phrase is shorter than 8 characters."""
    secret = tidy_phrase(phrase)
    if len(secret) < SHORTEST_PHRASE:
        raise Refused(
            "This phrase is too short to protect a signing key.",
            "Nothing has been written.",
            f"Use at least {SHORTEST_PHRASE} letters; four words are best.",
            code="phrase_short",
        )
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(SHA256())
        .build(secret.encode())
    )
    name = certificates.common_name(pair.certificate).encode()
    above = [x509.load_der_x509_certificate(certificate) for certificate in pair.chain]
    own = x509.load_der_x509_certificate(pair.certificate)
    return _sealed(pkcs12.serialize_key_and_certificates(name, pair.key, own, above, encryption), secret)


def unlock(raw: bytes, phrase: str) -> KeyPair:
    """What `lock` wrote. Raises Refused for a wrong phrase, BadInput when the bytes are no such file."""
    from asn1crypto.pkcs12 import Pfx

    try:
        whole = Pfx.load(raw[:LIMIT], strict=True)
        parts = [
            whole.native,
            *(_safe(each) for each in whole.authenticated_safe),
        ]  # parsed whole: half a file stops here
        if max(_rounds(parts), default=0) > MOST_ROUNDS:
            raise ValueError("it would take hours to open")
        key, certificate, above = pkcs12.load_key_and_certificates(raw, tidy_phrase(phrase).encode())
        if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
            raise ValueError("no signing key with its certificate")
        own = certificate.public_bytes(Encoding.DER)
        if certificates.actor(own) != certificates.actor_of(key.public_key()):
            raise ValueError("the certificate is for another key")
    except (ValueError, TypeError, KeyError, OverflowError, UnsupportedAlgorithm) as fault:
        if "Invalid password" not in str(fault):
            raise _damaged() from None
        raise Refused(
            "This phrase does not open the key file, or the file is damaged.",
            "Nothing has been changed.",
            "Type it again, with its spaces, or try your other copy.",
            code="wrong_phrase",
        ) from None
    return KeyPair(key, own, tuple(one.public_bytes(Encoding.DER) for one in above))


def write(path: Path, raw: bytes) -> None:
    """Write a new key file, whole and read back, or not at all, and only for its owner's eyes.

    Raises Refused when a file of that name exists, EnvironmentFault when the disk or stick does not let us, NoAnswer
    when it hangs: then the file does not keep its name once the stick is back.
    """
    with _told(path):
        drives.reach(
            path.parent,
            lambda step: _put(path, raw, step, drives.name),
            undo=lambda: path.unlink(missing_ok=True),
        )


def write_over(path: Path, raw: bytes, opens: Callable[[bytes], bool]) -> Path | None:
    """Write a key file where one may be: that stays until the new one was read back, and beside it if `opens` says that
    the new phrase and key do not open it; gives where. Raises as `write` does; nothing is lost then."""
    with _told(path):
        earlier = drives.read(path, LIMIT + 1) if drives.reach(path.parent, lambda _step: path.exists()) else None
        if earlier is not None and len(earlier) > LIMIT:  # no key file
            raise FileExistsError
    if earlier is None:
        write(path, raw)
        return None
    kept = None if opens(earlier) else _beside(path, earlier)
    try:
        with _told(path):
            drives.reach(path.parent, lambda step: _put(path, raw, step, os.replace))
    except NoAnswer:
        raise NoAnswer(
            path.parent,
            f"{path.name} is the key file from before or the new one, each whole. Nothing else has changed.",
        ) from None
    return kept


def _beside(path: Path, earlier: bytes) -> Path:
    """Put what was in a key file under a free name beside it; one that holds the same is enough."""
    for number in count(1):
        kept = path.with_name(f"{path.stem}, earlier{f' {number}' if number > 1 else ''}{path.suffix}")
        try:
            write(kept, earlier)
        except Refused:
            if drives.fetch(kept, len(earlier)) != earlier:
                continue
        return kept
    raise AssertionError("numbers do not end")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise Refused(
            f"There is already a file named {path.name}.",
            "It has not been touched.",
            "Choose another folder, or put the old file away first.",
            code="file_exists",
        ) from None
    except OSError:
        raise EnvironmentFault(
            f"{path.name} could not be written.",
            "Nothing has been changed.",
            "Look whether the stick is in and has room, then try again.",
            code="key_file_not_written",
        ) from None


def _put(path: Path, raw: bytes, step: Step, name: Callable[[Path, Path], object]) -> None:
    """Write beside its place, read back, and give it its `name`."""
    if name is drives.name and path.exists():
        raise FileExistsError(path)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
            drives.settle(file)
        if part.read_bytes() != raw:
            raise OSError(errno.EIO, "it gives other bytes back")
        step()
        name(part, path)
        drives.sync_folder(path.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def read(path: Path, phrase: str) -> KeyPair:
    """Open a key file; raises BadInput when it cannot be read or is no key file, Refused for a wrong phrase."""
    try:
        raw = drives.read(path, LIMIT + 1)
    except OSError:
        raise BadInput(
            f"{path.name} cannot be read.", todo="Look whether the stick is in.", code="key_file_missing"
        ) from None
    return unlock(raw, phrase)


def _sealed(raw: bytes, secret: str) -> bytes:
    """The same file with its integrity check (RFC 7292 §4, MacData) made anew with ROUNDS rounds."""
    from asn1crypto.algos import DigestAlgorithm, DigestInfo
    from asn1crypto.pkcs12 import MacData, Pfx

    whole = Pfx.load(raw)
    salt = secrets.token_bytes(16)
    code = hmac_digest(_integrity_key(secret, salt), whole["auth_safe"]["content"].native, "sha256")
    info = DigestInfo({"digest_algorithm": DigestAlgorithm({"algorithm": "sha256"}), "digest": code})
    whole["mac_data"] = MacData({"mac": info, "mac_salt": salt, "iterations": ROUNDS})
    return bytes(whole.dump())


def _integrity_key(secret: str, salt: bytes) -> bytes:
    """RFC 7292 appendix B.2 with ID 3, for SHA-256: one block of output is the whole key."""
    typed = secret.encode("utf-16-be") + b"\0\0"
    state = b"\3" * _BLOCK + _filled(salt) + _filled(typed)
    for _ in range(ROUNDS):
        state = sha256(state).digest()
    return state


def _filled(data: bytes) -> bytes:
    """Repeated to a whole number of blocks."""
    size = -(-len(data) // _BLOCK) * _BLOCK
    return (data * (size // len(data) + 1))[:size]


def _safe(content: ContentInfo) -> object:
    """The items of one part of the file, or how they are encrypted."""
    from asn1crypto.pkcs12 import SafeContents

    inner = content["content"]
    return SafeContents.load(inner.native).native if content["content_type"].native == "data" else inner.native


def _rounds(parsed: object) -> Iterator[int]:
    """How often anything in a parsed file is to be hashed before it opens."""
    if isinstance(parsed, Mapping):
        yield from (parsed[name] for name in ("iterations", "iteration_count") if name in parsed)
        parsed = parsed.values()
    if isinstance(parsed, Iterable) and not isinstance(parsed, str | bytes):
        for each in parsed:
            yield from _rounds(each)


def _damaged() -> BadInput:
    return BadInput(
        "This is not a key file, or it is damaged.",
        "Nothing has been changed.",
        "Use your other copy, or make a new key file.",
        code="key_file_damaged",
    )
