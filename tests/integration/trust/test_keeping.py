"""Removing for good: nothing comes back, nobody is kept from it, what is refused has removed nothing. Safe copies."""

from __future__ import annotations

import pytest

from peerreview.errors import Refused
from peerreview.journal.disposal import MayNotRemove
from peerreview.services import keeping, noting, reviews, start, typing
from peerreview.services.writing import of, write
from tests.integration.trust.marram import Vale, fresh


def test_what_may_not_be_removed_stays_in_the_typing_too(vale: Vale) -> None:
    dele, miriam = vale["dele"], vale["miriam"]
    point = fresh()
    write(miriam.ports, miriam.signer, vale.review, of("main_point", point, text="Miriam's words"))
    vale.pass_on("miriam", "dele")
    typing.keep(dele.ports, dele.signer, vale.review, "main_point", point, "evidence", "typed by Dele", ())
    with pytest.raises(MayNotRemove):
        keeping.remove_for_good(dele.ports, dele.signer, vale.review, "main_point", point)
    assert [entry.text for entry in dele.ports.typing.entries()] == ["typed by Dele"]


def test_what_is_being_typed_goes_too(vale: Vale) -> None:
    dele = vale["dele"]
    stream = vale.reviewers("dele")
    (note,) = noting.add(dele.ports, dele.signer, vale.review, "a child said").records
    typing.keep(dele.ports, dele.signer, stream, "note", note, "text", "a child said something", ())
    keeping.remove_for_good(dele.ports, dele.signer, stream, "note", note)
    dele.reopen()
    assert dele.ports.typing.entries() == ()
    (shown,) = [each for each in reviews.open_review(dele.ports, dele.signer, vale.review).notes if each.record == note]
    assert not shown.text.text


def test_the_report_writer_does_not_make_the_hosts_comment_vanish(vale: Vale) -> None:
    tom, miriam = vale["tom"], vale["miriam"]
    write(tom.ports, tom.signer, vale.review, of("comment", "comment", words="I see this differently."))
    vale.pass_on("tom", "miriam")
    with pytest.raises(MayNotRemove):
        keeping.remove_for_good(miriam.ports, miriam.signer, vale.review, "comment", "comment")


def test_a_phrase_that_is_refused_leaves_the_key_file_on_the_stick(vale: Vale) -> None:
    dele, stick = vale["dele"], vale.folder / "stick"
    keeping.safe_copy(dele.ports, dele.signer, stick, phrase="amber candle drift elbow")
    (key,) = stick.glob("*.p12")
    before = key.read_bytes()
    with pytest.raises(Refused):
        keeping.safe_copy(dele.ports, dele.signer, stick, phrase="short")
    assert key.read_bytes() == before
    keeping.safe_copy(dele.ports, dele.signer, stick, phrase="fable garden harbour island")
    assert key.read_bytes() != before
    assert start.guest(key, "fable garden harbour island").person == dele.person


def test_vouching_again_for_the_same_adds_nothing_to_every_file(vale: Vale) -> None:
    dele = vale["dele"]
    keeping.safe_copy(dele.ports, dele.signer, vale.folder / "stick")
    with dele.ports.store.begin() as work:
        before = work.seals(vale.review)
    keeping.safe_copy(dele.ports, dele.signer, vale.folder / "stick")
    vale.copy("dele", "tom")
    with dele.ports.store.begin() as work:
        assert work.seals(vale.review) == before
