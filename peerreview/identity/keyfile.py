"""A person's key file: on their own stick, so that they can sign on somebody else's device (guest sessions).

It is a PKCS#12 file that openssl and every system open. The age identity needs no place in it: it follows from the
signing key (`age.identity_beside`). Older age identities stay in the profile and its safe copies.
"""

from __future__ import annotations

from pathlib import Path

from . import age, certificates, pkcs12
from .keys import Identity

SUFFIX = ".p12"


def to_bytes(identity: Identity, phrase: str) -> bytes:
    """The key file's bytes; raises Refused when the phrase is too short."""
    return pkcs12.lock(pkcs12.KeyPair(identity.key, identity.certificate, identity.chain), phrase)


def save(identity: Identity, phrase: str, path: Path, *, over: bool = False) -> None:
    """Write the key file, whole or not at all; an existing file is replaced only when asked (`over`).

    Raises Refused (short phrase, file exists) and EnvironmentFault (disk, stick).
    """
    pkcs12.write(path, to_bytes(identity, phrase), over=over)


def open_key_file(path: Path, phrase: str) -> Identity:
    """Who the key file belongs to, with their keys; nothing is written anywhere.

    Raises Refused for a wrong phrase, BadInput when the file is missing, damaged or something else.
    """
    pair = pkcs12.read(path, phrase)
    name, person = certificates.common_name(pair.certificate), certificates.person_id(pair.certificate)
    return Identity(person, name, pair.key, pair.certificate, (age.identity_beside(pair.key),), pair.chain)
