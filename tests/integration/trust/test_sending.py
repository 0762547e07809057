"""What is sent is there whole or not at all, under a name that any disk takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from peerreview.domain.exchange import BundleContents
from peerreview.errors import Cancelled
from peerreview.identity.signer import Signer
from peerreview.services import joining, sending
from peerreview.services.ports import Bundles, Opened, Ports, Progress, Written
from tests.integration.trust.marram import Vale


class InTwo:
    """Bundles that never fit into one file; the second file is stopped."""

    def __init__(self, real: Bundles) -> None:
        self._real = real
        self._written = 0

    def recognise(self, source: Path | bytes) -> str:
        return self._real.recognise(source)

    def parts(
        self, contents: BundleContents, ids: Callable[[], str], most: int | None = None
    ) -> tuple[BundleContents, ...]:
        return contents, replace(contents, id=ids())

    def write(
        self, contents: BundleContents, signer: Signer, target: Path, *, progress: Progress, phrase: str | None = None
    ) -> Written:
        self._written += 1
        if self._written == 2:
            raise Cancelled
        return self._real.write(contents, signer, target, progress=progress, phrase=phrase)

    def read(
        self, raw: bytes | Path, identities: Sequence[str], *, phrase: str | None = None, progress: Progress
    ) -> Opened:
        return self._real.read(raw, identities, phrase=phrase, progress=progress)


def test_of_several_files_all_are_written_or_none(vale: Vale) -> None:
    tom, folder = vale["tom"], vale.folder / "stick"
    folder.mkdir()
    ports: Ports = replace(tom.ports, bundles=InTwo(tom.ports.bundles))
    with pytest.raises(Cancelled):
        sending.working_copy(ports, tom.signer, vale.review, [vale.people["miriam"]], folder)
    assert list(folder.iterdir()) == []


def test_a_name_with_a_stroke_in_it_stays_in_the_folder(vale: Vale) -> None:
    gwen = vale["gwen"]
    people = joining.show(gwen.ports, gwen.signer).people
    renamed = tuple(
        replace(each, name="../../Miriam/Feldt: " + "x" * 150) if each.id == vale.people["miriam"] else each
        for each in people
    )
    vale["tom"].bring_in(vale.publish(people=renamed))
    tom, folder = vale["tom"], vale.folder / "stick"
    folder.mkdir()
    sent = sending.working_copy(tom.ports, tom.signer, vale.review, [vale.people["miriam"]], folder)
    assert [path.parent for path in sent.paths] == [folder]
    assert len(sent.paths[0].name) < 120
