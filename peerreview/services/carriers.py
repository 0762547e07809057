"""How files travel: as large as the person's e-mail takes, and the folder that is watched for what comes (`inbox`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peerreview.config import drives
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer

from .ports import Ports, UnitOfWork

MB = 1_000_000
EMAIL_MB = 10
"""Megabytes that an e-mail takes where nothing else was said; attachments grow by a third on their way."""

_SIZES = range(1, 51)


@dataclass(frozen=True)
class Carriers:
    """What the person has chosen: megabytes that their e-mail takes, and the folder that is watched ("" for none)."""

    email_mb: int
    folder: str


def show(ports: Ports, signer: Signer) -> Carriers:
    """What was chosen."""
    with ports.store.begin() as work:
        return Carriers(email_most(work) // MB, work.setting("watched folder") or "")


def email_most(work: UnitOfWork) -> int:
    """The most bytes of one file that goes by e-mail."""
    return int(work.setting("email mb") or EMAIL_MB) * MB


def choose_email(ports: Ports, signer: Signer, megabytes: int) -> None:
    """Say how much one e-mail takes; from 1 to 50 megabytes."""
    if megabytes not in _SIZES:
        raise BadInput("An e-mail takes from 1 to 50 MB.", "Nothing has changed.", code="email_size")
    _set(ports, "email mb", str(megabytes))


def watch(ports: Ports, signer: Signer, folder: Path | None) -> None:
    """Watch a folder for files, or none."""
    if folder is not None and not drives.reach(folder, lambda _step: folder.is_dir()):
        raise BadInput("This folder is not there.", "Nothing has changed.", "Choose another.", code="no_folder")
    if folder is not None and (folder == ports.folder or folder in ports.folder.parents):
        raise BadInput(
            "Your own data lie in this folder.", "Nothing has changed.", "Choose a folder for files alone.",
            code="own_folder",
        )  # fmt: skip
    _set(ports, "watched folder", str(folder or ""))


def _set(ports: Ports, key: str, value: str) -> None:
    with ports.store.begin() as work:
        work.set_setting(key, value)
        work.commit()
