"""Opening a review file: read limited bytes, decrypt, verify, validate; only then is there anything to show.

Nothing is written anywhere and nothing is believed about the sender: `OpenedBundle` says whose signature it bears, and
the caller, who knows the network document, decides whether that is somebody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyrage

from peerreview.config import drives
from peerreview.domain.exchange import BundleContents, BundleKind
from peerreview.identity.age import recipient_of
from peerreview.identity.verdict import CmsVerdict

from . import layout, limits
from .container import Container, Progress
from .manifest import check_format
from .refusals import (
    AlteredFile,
    DamagedFile,
    HostileFile,
    NotAReviewFile,
    NotForYou,
    PassedOn,
    PhraseNeeded,
    TooBusy,
    TooLarge,
    Unreadable,
    Unsigned,
    WrongPhrase,
)
from .sealing import decrypt

_AGE = b"age-encryption.org/v1\n"
_MEASURED = 5
_WORK = re.compile(rb"age-encryption.org/v1\n-> scrypt \S+ ([1-9][0-9]?)\n")
_SHORT = "it is shorter than it should be"


@dataclass(frozen=True)
class OpenedBundle:
    """A review file that was decrypted, whose signature fits, and that is what it says; `size` is bytes as sent."""

    contents: BundleContents
    verdict: CmsVerdict
    at: datetime
    size: int

    @property
    def actor(self) -> str:
        """The key that signed it (actor id)."""
        return self.verdict.actor

    @property
    def certificate(self) -> bytes:
        """The signer's certificate (DER)."""
        return self.verdict.certificate


def read(
    raw: bytes | Path,
    identities: Sequence[str],
    *,
    phrase: str | None = None,
    progress: Progress,
    roots: Sequence[bytes] = (),
) -> OpenedBundle:
    """The review file in `raw`, opened with any of the age `identities`, or with `phrase` if it is an invitation.

    `roots` (DER) only fill in `verdict.trusted`. Raises one of `refusals`; an identity that is not one is a
    ValueError.
    """
    own = {recipient_of(identity) for identity in identities}
    sealed = limited(raw, progress)
    progress("decrypt", 0, 1)
    size = len(sealed)
    container = Container(_decrypt(sealed, identities, phrase))
    del sealed  # as much again as what is in it
    check_format(container.member("manifest.json"))
    manifest, verdict = _judge(container, roots)
    contents = layout.contents(container.verified(manifest, progress), container.again)
    if phrase is not None and contents.kind is not BundleKind.INVITATION:
        raise HostileFile("only joining files open with a phrase")
    if phrase is None and own.isdisjoint(recipient.age for recipient in contents.recipients):
        raise PassedOn
    return OpenedBundle(contents, verdict, verdict.at or contents.at, size)


def limited(raw: bytes | Path, progress: Progress) -> bytes:
    """The bytes of a file, or those given; raises Unreadable, and TooLarge beyond the limit."""
    if isinstance(raw, Path):
        try:
            raw = drives.read(raw, limits.BUNDLE + 1, progress)
        except OSError:
            raise Unreadable from None
    if len(raw) > limits.BUNDLE:
        raise TooLarge(f"over {limits.BUNDLE // limits.MB} MB")
    return raw


def opens_with_phrase(sealed: bytes) -> bool:
    """Whether age bytes ask for a phrase instead of a key."""
    return sealed.startswith(b"-> scrypt ", len(_AGE))


def _decrypt(sealed: bytes, identities: Sequence[str], phrase: str | None) -> bytes:
    if not sealed.startswith(_AGE):
        raise DamagedFile(_SHORT) if _AGE.startswith(sealed) else NotAReviewFile
    if len(sealed) > limits.HEADER and b"\n--- " not in sealed[: limits.HEADER]:
        raise TooLarge("its list of recipients")
    if opens_with_phrase(sealed):
        work = _WORK.match(sealed)
        if work is None or int(work[1]) > limits.WORK:
            raise HostileFile("its phrase would take hours to check")
        if phrase is None:
            raise PhraseNeeded
    try:
        return decrypt(sealed, identities) if phrase is None else _with_phrase(sealed, phrase)
    except pyrage.DecryptError as fault:
        raise _refusal(str(fault), with_phrase=phrase is not None) from None


def _with_phrase(sealed: bytes, phrase: str) -> bytes:
    """age first measures how fast this computer is, and takes no phrase that would take too long to check; while
    others keep the computer busy it measures wrongly, so it is asked again."""
    for _ in range(_MEASURED):
        try:
            return pyrage.passphrase.decrypt(sealed, phrase)
        except pyrage.DecryptError as fault:
            if not str(fault).startswith("Excessive work"):
                raise
    raise TooBusy


def _refusal(fault: str, *, with_phrase: bool) -> Exception:
    """What age's word for a fault means; its text is the only way it tells them apart."""
    if fault == "No matching keys found":
        return NotAReviewFile() if with_phrase else NotForYou()
    if fault == "Decryption failed" and with_phrase:
        return WrongPhrase()
    return DamagedFile(_SHORT) if fault == "failed to fill whole buffer" else DamagedFile()


def _judge(container: Container, roots: Sequence[bytes]) -> tuple[bytes, CmsVerdict]:
    """The ASiC manifest and whose signature it bears; raises Unsigned or AlteredFile."""
    from peerreview.identity.cms import verify_detached  # pyHanko is slow to import, and not everybody opens files

    manifest, signature = container.signature()
    if len(signature) > limits.SIGNATURE:
        raise TooLarge("its signature")
    verdict = verify_detached(manifest, signature, roots)
    if not verdict.certificate:
        raise Unsigned
    if not verdict.intact:
        raise AlteredFile
    return manifest, verdict
