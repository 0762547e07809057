"""age encryption to and with X25519 keys, at which other threads may go on.

The library holds the interpreter from its first byte to its last: half a second for a full review file, in which
nothing that somebody types could be kept. Reading and writing through a file of ours lets it go at every piece.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import pyrage


class _Pieces(BytesIO):
    """A file in memory whose `write` is Python's, so that other threads get their turn at each call."""

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]
        return super().write(piece)


def encrypt(data: bytes, recipients: Iterable[str]) -> bytes:
    """`data` for anybody with the identity of one of the `recipients` (age1...)."""
    sealed = _Pieces()
    pyrage.encrypt_io(BytesIO(data), sealed, [pyrage.x25519.Recipient.from_str(each) for each in recipients])
    return sealed.getvalue()


def decrypt(sealed: bytes, identities: Iterable[str]) -> bytes:
    """What was encrypted to one of the `identities` (AGE-SECRET-KEY-1...); raises pyrage.DecryptError."""
    data = _Pieces()
    try:
        pyrage.decrypt_io(BytesIO(sealed), data, [pyrage.x25519.Identity.from_str(each) for each in identities])
    except OSError as fault:  # what it says of a piece that was altered, or is missing
        raise pyrage.DecryptError(str(fault)) from None
    return data.getvalue()
