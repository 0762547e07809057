"""Stopped in the middle: what was there before is there, nothing else is, and the same can be done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from peerreview import bootstrap
from peerreview.errors import BadInput, Cancelled
from peerreview.services import noting, opening, reviews, start
from peerreview.services.ports import Progress
from peerreview.services.writing import of, write
from tests.integration.trust.marram import SOURCES, UNLOCK, Desk, Vale, fresh


class Stopped(BaseException):
    """The program ends here."""


def stopping(after: int) -> Progress:
    """A progress that is cancelled at its `after`th word."""
    left = [after]

    def progress(what: str, done: int, of: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Cancelled

    return progress


def everything(desk: Desk) -> object:
    with desk.ports.store.begin() as work:
        tips = {each: work.stream(each).tips for each in work.streams()}
        return tips, work.arrivals(), work.set_aside(), work.sendings(), work.documents()


def test_a_profile_that_was_only_begun_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(start, "introduce", stop)
        with pytest.raises(Stopped):
            bootstrap.create_profile(tmp_path, UNLOCK, name="Carys Bevan-Holt", sources=SOURCES)
    assert not bootstrap.exists(tmp_path)
    with bootstrap.create_profile(tmp_path, UNLOCK, name="Carys Bevan-Holt", sources=SOURCES) as app:
        assert app.signer.name == "Carys Bevan-Holt"
    assert not (tmp_path / "begun").exists()


def test_bringing_in_is_stopped_at_any_moment(vale: Vale) -> None:
    miriam, dele = vale["miriam"], vale["dele"]
    noting.add(miriam.ports, miriam.signer, vale.review, "seen in Year 4")
    write(miriam.ports, miriam.signer, vale.review, of("main_point", fresh(), text="Reading is strong."))
    path = vale.copy("miriam", "dele")
    before = everything(dele)
    stops = 0
    for after in range(100):
        try:
            opening.bring_in(dele.ports, dele.signer, path, progress=stopping(after))
        except Cancelled:
            stops += 1
            assert everything(dele) == before
            continue
        break
    assert stops > 5
    assert dele.ports.store.check().problems == ()
    view = reviews.open_review(dele.ports, dele.signer, vale.review)
    assert [each.text.text for each in view.points] == ["Reading is strong."]


def test_what_one_part_of_a_file_brings_goes_when_another_is_refused(vale: Vale) -> None:
    """The first stream is in order; the second is not written the way it must be."""
    miriam, dele = vale["miriam"], vale["dele"]
    write(miriam.ports, miriam.signer, vale.review, of("main_point", fresh(), text="Reading is strong."))
    vale.copy("miriam", "dele")  # seals both
    notes = vale.reviewers("miriam")
    with miriam.ports.store.begin() as work:
        good, bad = work.part(vale.review), work.part(notes)
    broken = type(bad)(bad.stream, (), (*bad.changes, b"{}"), bad.values, bad.seals)
    before = everything(dele)
    with pytest.raises(BadInput):
        dele.bring_in(vale.post("miriam", "dele", streams=(good, broken)))
    assert everything(dele) == before
    assert dele.ports.store.check().problems == ()
    dele.bring_in(vale.post("miriam", "dele", streams=(good, bad)))
    assert len(reviews.open_review(dele.ports, dele.signer, vale.review).points) == 1
