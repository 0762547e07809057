"""Seals: an author's signature over the tips they hold, and so over every change below them (DESIGN §4)."""

from __future__ import annotations

import re

import msgspec

from . import canonical
from .canonical import BadChange
from .change import DIGEST, DIGESTS, MAX_CHANGE, STREAM, TIME, require_ascending, require_time

_PREFIX = b"peerreview-seal-1\n"
_WIRE = re.compile(
    rb'\{"actor":"' + DIGEST + rb'","at":"' + TIME + rb'","sig":"[A-Za-z0-9+/]{4,400}={0,2}","stream":"'
    + STREAM + rb'","tips":' + DIGESTS + rb"\}"
)  # fmt: skip


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ECDSA P-256 / SHA-256 over `payload`, DER in base64. It vouches for the signer's own changes at and below
    `tips` and bears witness to the rest. `at` is the signer's claim."""

    stream: str
    tips: tuple[str, ...]
    at: str
    actor: str
    sig: str


_DECODER = msgspec.json.Decoder(Seal)


def payload(stream: str, tips: tuple[str, ...], at: str) -> bytes:
    """The bytes that a seal signs."""
    return _PREFIX + canonical.encode({"at": at, "stream": stream, "tips": tips})


def encode_seal(seal: Seal) -> bytes:
    """The seal's line for a file."""
    return canonical.encode(msgspec.to_builtins(seal))


def decode_seal(raw: bytes) -> Seal:
    """The seal of one line from a file; `BadChange` when it breaks a rule of the wire. The signature is not judged."""
    if len(raw) > MAX_CHANGE or _WIRE.fullmatch(raw) is None:
        raise BadChange("not the wire form of a seal")
    seal = _DECODER.decode(raw)
    require_time(seal.at)
    require_ascending(seal.tips)
    if not seal.tips:
        raise BadChange("a seal over nothing")
    return seal
