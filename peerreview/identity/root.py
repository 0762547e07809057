"""A network's root: the key that issues memberships and signs network documents.

It exists only in two PKCS#12 files under a phrase, in two places; one is opened for each act and let go again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from peerreview.config import drives
from peerreview.domain.people import Person
from peerreview.errors import BadInput, Refused

from . import certificates, pkcs12
from .signer import Signer


@dataclass(frozen=True)
class Root:
    """An opened root. `certificate` is DER; `actor` the SHA-256 of its public key (SPKI) in hex."""

    name: str
    certificate: bytes = field(repr=False)
    key: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)

    @cached_property
    def actor(self) -> str:
        """SHA-256 of the root's public key (SPKI), in hex."""
        return certificates.actor(self.certificate)

    def signer(self) -> Signer:
        """The hand that signs network documents; it is no person's."""
        return Signer("", self.name, self.actor, self.certificate, self.key)

    def issue(self, person: Person, public: ec.EllipticCurvePublicKey) -> bytes:
        """A membership certificate (DER) for a person's signing key."""
        return certificates.issue(self.key, self.certificate, public, certificates.subject(person.name, person.id))


def new_root(name: str, at: datetime, folders: tuple[Path, Path], phrase: str) -> Root:
    """Make a root and write it into two folders; the second file is read back before anything relies on it.

    Raises Refused (same folder twice, file exists, short phrase) and EnvironmentFault (disk, stick).
    """
    first, second = (folder / file_name(name) for folder in folders)
    if drives.reach(first.parent, lambda _step: first.resolve() == second.resolve()):
        raise Refused(
            "Both copies of the network's stamp would lie in one place.",
            "Nothing has been written.",
            "Choose two places, such as two sticks.",
            code="root_one_place",
        )
    key = ec.generate_private_key(ec.SECP256R1())
    raw = pkcs12.lock(pkcs12.KeyPair(key, certificates.authority(key, name, at)), phrase)
    written: list[Path] = []
    try:
        for path in (first, second):
            pkcs12.write(path, raw)
            written.append(path)
        return open_root(second, phrase)
    except Exception:
        for path in written:  # half a pair must not look like a stamp that is safe
            drives.remove(path)
        raise


def open_root(path: Path, phrase: str) -> Root:
    """The root in a file; raises Refused for a wrong phrase, BadInput for any other kind of file."""
    pair = pkcs12.read(path, phrase)
    if not certificates.is_authority(pair.certificate):
        raise BadInput(
            f"{path.name} is not a network's stamp.",
            "Nothing has been changed.",
            "Choose the file that was made with the network.",
            code="not_a_root",
        )
    return Root(certificates.common_name(pair.certificate), pair.certificate, pair.key)


def file_name(network: str) -> str:
    """What a root's file is called, such as `Marram Vale stamp.p12`."""
    return f"{re.sub(r'[^A-Za-z0-9 _-]', '', network).strip() or 'Network'} stamp.p12"
