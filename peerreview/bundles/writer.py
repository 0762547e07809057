"""Making a review file: sign first, encrypt second, and put it under its name only when it is whole.

A stick pulled out, a full disk or a name that is taken leaves the old file or none: the bytes go to a temporary name
in the target's own folder, reach the disk, and take the final name in one step.
"""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyrage

from peerreview.config import drives
from peerreview.config.drives import Step
from peerreview.domain.exchange import BundleContents, BundleKind
from peerreview.identity.signer import Signer

from . import layout, limits
from .container import Progress, pack
from .refusals import CannotWrite, NameTaken, NoRoom, ReadOnly, TooLarge
from .sealing import encrypt

_PIECE = limits.MIB
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


@dataclass(frozen=True)
class Written:
    """A file that lies whole under its final name; `size` in bytes, `sha256` in hex."""

    path: Path
    size: int
    sha256: str


def write(
    contents: BundleContents, signer: Signer, target: Path, *, progress: Progress, phrase: str | None = None
) -> Written:
    """Write `contents`, signed by `signer`, to `target`: for its recipients, or, an invitation, under `phrase`.

    Raises NameTaken, TooLarge, NoRoom, CannotWrite, or Cancelled from `progress`; in each case nothing new lies in the
    folder. Contents that no review file may hold (a private stream, nobody to encrypt to) are a ValueError.
    """
    if (phrase is None) == (contents.kind is BundleKind.INVITATION):
        raise ValueError("an invitation, and nothing else, goes under a phrase")
    if drives.reach(target.parent, lambda _step: target.exists(), progress):
        raise NameTaken(target.name)
    sealed = seal(contents, signer, progress=progress, phrase=phrase)
    drives.reach(
        target.parent,
        lambda step: _put(sealed, target, progress, f".{contents.id}.part", step),
        progress,
        undo=lambda: target.unlink(missing_ok=True),  # nobody remembers it as sent
    )
    return Written(target, len(sealed), sha256(sealed).hexdigest())


def seal(contents: BundleContents, signer: Signer, *, progress: Progress, phrase: str | None = None) -> bytes:
    """The bytes of the review file; raises TooLarge when they are more than a reader takes."""
    archive = pack(layout.members(contents), lambda manifest: signer.sign_cms(manifest, contents.at), progress)
    progress("encrypt", 0, 1)
    if phrase is not None:
        sealed = pyrage.passphrase.encrypt(archive, phrase)
    else:
        ages = sorted({recipient.age for recipient in contents.recipients})
        if not ages:
            raise ValueError("a review file is made for somebody")
        if len(ages) > limits.RECIPIENTS:
            raise TooLarge(f"for {len(ages)} devices; {limits.RECIPIENTS} may share one file")
        sealed = encrypt(archive, ages)
    if len(sealed) > limits.BUNDLE:
        raise TooLarge(f"{len(sealed) // limits.MB} MB")
    return sealed


def _put(data: bytes, target: Path, progress: Progress, name: str, step: Step) -> None:
    """Put `data` under `target`, whole or not at all, never over another file, and not once nobody waits for it."""
    part = target.with_name(name)
    try:
        if shutil.disk_usage(target.parent).free < len(data):  # told before anything is written
            raise NoRoom(target.name)
        with part.open("wb") as file:
            for start in range(0, len(data), _PIECE):
                progress("write", start, len(data))
                file.write(data[start : start + _PIECE])
                drives.settle(file)
                step()
        drives.name(part, target)
    except FileExistsError:
        raise NameTaken(target.name) from None
    except OSError as fault:
        raise _refusal(fault)(target.name) from fault
    finally:
        _drop(part)


def _refusal(fault: OSError) -> type[NoRoom | ReadOnly | CannotWrite]:
    """What a fault of the disk or stick means."""
    if fault.errno in _FULL:
        return NoRoom
    return ReadOnly if fault.errno in _READ_ONLY else CannotWrite


def _drop(part: Path) -> None:
    """Remove the temporary name; on a stick that is gone there is nothing to remove."""
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return
