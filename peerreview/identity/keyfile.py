"""A person's key file: on their own stick, so that they can sign on somebody else's device (guest sessions).

It is a PKCS#12 file that openssl and every system open. The age identity needs no place in it: it follows from the
signing key (`age.identity_beside`). Older age identities stay in the profile and its safe copies.
"""

from __future__ import annotations

from pathlib import Path

from peerreview.errors import BadInput, Refused

from . import age, certificates, pkcs12
from .keys import Identity

SUFFIX = ".p12"


def to_bytes(identity: Identity, phrase: str) -> bytes:
    """The key file's bytes; raises Refused when the phrase is too short."""
    return pkcs12.lock(pkcs12.KeyPair(identity.key, identity.certificate, identity.chain), phrase)


def save(identity: Identity, phrase: str, path: Path) -> None:
    """Write a new key file, whole or not at all.

    Raises Refused (short phrase, file exists) and EnvironmentFault (disk, stick).
    """
    pkcs12.write(path, to_bytes(identity, phrase))


def save_over(identity: Identity, phrase: str, path: Path) -> Path | None:
    """Write the key file where one may be already. One with another phrase or another key stays beside it: gives where.

    Raises Refused (short phrase) and EnvironmentFault (disk, stick); the file from before is then still there.
    """

    def opens(earlier: bytes) -> bool:
        try:
            own = pkcs12.unlock(earlier, phrase).certificate
            return certificates.actor(own) == certificates.actor(identity.certificate)
        except (Refused, BadInput):
            return False

    return pkcs12.write_over(path, to_bytes(identity, phrase), opens)


def kept_beside(kept: Path | None) -> str:
    """What to say of the key file from before; nothing when the same phrase and key open the new one."""
    if kept is None:
        return ""
    return f" The key file that was there has another phrase or another key: it stays beside it as {kept.name}."


def open_key_file(path: Path, phrase: str) -> Identity:
    """Who the key file belongs to, with their keys; nothing is written anywhere.

    Raises Refused for a wrong phrase, BadInput when the file is missing, damaged or something else.
    """
    pair = pkcs12.read(path, phrase)
    name, person = certificates.common_name(pair.certificate), certificates.person_id(pair.certificate)
    return Identity(person, name, pair.key, pair.certificate, (age.identity_beside(pair.key),), pair.chain)
