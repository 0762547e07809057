"""Writing and opening a large review file, against the bare minimum on the same bytes: zip, sign, age."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from statistics import median
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pyrage
import pytest

from peerreview.bundles.layout import members
from peerreview.bundles.reader import read
from peerreview.bundles.writer import write
from peerreview.identity.cms import verify_detached
from tests.unit.bundles.making import AT, contents, part, person, signer, silent

TOM, MIRIAM = "Tom Ashdown-Reyes", "Miriam Feldt"
ROUNDS = 5


def timed(act: Callable[[], object]) -> float:
    """The median of some rounds, in milliseconds."""
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        took.append((time.perf_counter() - start) * 1000)
    return median(took)


@pytest.mark.benchmark
def test_ten_thousand_changes_and_fifty_megabytes(tmp_path: Path, figure: Callable[..., None]) -> None:
    photos = [os.urandom(1_000_000) for _ in range(50)]
    what = contents(streams=(part(10_000),), blobs={sha256(photo).hexdigest(): photo for photo in photos})
    found, tom, miriam = members(what), signer(TOM), person(MIRIAM)
    recipient = pyrage.x25519.Recipient.from_str(miriam.recipient)
    identity = pyrage.x25519.Identity.from_str(miriam.ages[0])

    def bare_write() -> bytes:
        out = io.BytesIO()
        with ZipFile(out, "w") as file:
            for name, data in found.items():
                file.writestr(name, data, ZIP_STORED if name.startswith("blobs/") else ZIP_DEFLATED)
            everything = b"".join(sha256(data).digest() for data in found.values())
            file.writestr("digests", everything)
            file.writestr("signature", tom.sign_cms(everything, AT))
        sealed = pyrage.encrypt(out.getvalue(), [recipient])
        path = tmp_path / "bare"
        with path.open("wb") as file:
            file.write(sealed)
            os.fsync(file.fileno())
        return sealed

    sealed = bare_write()

    def bare_open() -> None:
        with ZipFile(io.BytesIO(pyrage.decrypt(sealed, [identity]))) as file:
            read_all = {name: file.read(name) for name in file.namelist()}
        digests = b"".join(sha256(data).digest() for name, data in read_all.items() if name in found)
        assert verify_detached(digests, read_all["signature"], ()).intact

    target = tmp_path / "ours.prb"

    def our_write() -> None:
        target.unlink(missing_ok=True)
        write(what, tom, target, progress=silent)

    against = "zip + sign + age on the same bytes"
    for act, ours, bare in (
        ("write", our_write, bare_write),
        ("open", lambda: read(target, miriam.ages, progress=silent), bare_open),
    ):
        ours()
        name = f"{act} a file of 10,000 changes and 50 MB of photos"
        figure(name, timed(ours), against=against, bare=timed(bare), ratio=1.5)
