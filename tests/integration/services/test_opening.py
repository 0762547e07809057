"""Opening any file: the bad ones, each with its sentence and nothing applied; replays, dry runs, taking out again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from peerreview.bootstrap import create_profile
from peerreview.bundles import manifest
from peerreview.domain.exchange import BundleContents, BundleKind
from peerreview.domain.reviews import Audience
from peerreview.errors import BadInput, Cancelled, Refused, UserFacingError
from peerreview.services import (
    documents,
    grading,
    keeping,
    membership,
    noting,
    opening,
    reviews,
    sending,
    sharing,
    signing,
    triads,
    visits,
)
from peerreview.services.ports import silent
from tests.integration.services.world import UNLOCK, World

At = Callable[[str], World]


def state(world: World, who: str) -> tuple[object, ...]:
    """Everything that bringing something in could have changed."""
    with world.app(who).ports.store.begin() as work:
        streams = tuple((each, work.part(each)) for each in work.streams() if not each.startswith("private-"))
        return streams, work.documents(), work.set_aside(), work.arrivals()


@pytest.fixture
def sent(at: At) -> tuple[World, Path]:
    """A working copy from Dele to Miriam with something new in it."""
    world = at("shared")
    noting.add(*world.desk("dele"), world.review, "books: corrections taken up in most")
    file = sending.working_copy(*world.desk("dele"), world.review, [world.people["miriam"]], world.file("copy"))
    return world, file.paths[0]


def refused(world: World, who: str, path: Path) -> UserFacingError:
    """The refusal of a file; looking and bringing in say the same, and neither changes anything."""
    before = state(world, who)
    with pytest.raises(UserFacingError) as looked:
        opening.look(*world.desk(who), path)
    with pytest.raises(UserFacingError) as brought:
        opening.bring_in(*world.desk(who), path)
    assert str(looked.value) == str(brought.value)
    assert state(world, who) == before
    return brought.value


@pytest.mark.parametrize("keep", [10, 300, -1])
def test_a_truncated_file(sent: tuple[World, Path], keep: int) -> None:
    world, path = sent
    path.write_bytes(path.read_bytes()[:keep])
    fault = refused(world, "miriam", path)
    assert isinstance(fault, BadInput) or fault.code == "unknown_file"
    assert "Nothing here has changed." in str(fault)


def test_a_flipped_bit(sent: tuple[World, Path]) -> None:
    world, path = sent
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    fault = refused(world, "miriam", path)
    assert fault.code == "damaged"
    assert fault.exit_code == 2
    assert fault.happened.startswith("This file arrived damaged")


def test_a_file_for_somebody_else(sent: tuple[World, Path]) -> None:
    world, path = sent
    fault = refused(world, "tom", path)
    assert fault.code == "not_for_you"
    assert fault.exit_code == 1
    assert "It cannot be opened here and nothing in it has been seen." in str(fault)


def test_an_unknown_sender_who_borrows_a_name(at: At, tmp_path: Path) -> None:
    world = at("joined")
    with create_profile(tmp_path / "stranger", UNLOCK, name="Tom Ashdown-Reyes", sources=world.sources) as app:
        with world.app("gwen").ports.store.begin() as work:  # a stranger may have got hold of the network document
            standing = membership.standing(work)
            assert standing is not None
            miriam = membership.recipients(work, [world.people["miriam"]])
        contents = BundleContents(
            world.sources.ids(),
            BundleKind.DOCUMENTS,
            world.people["tom"],
            "Tom Ashdown-Reyes",
            world.clock(),
            miriam,
            documents=(standing.document,),
        )
        path = tmp_path / "forged.prb"
        app.ports.bundles.write(contents, app.signer, path, progress=silent)
    fault = refused(world, "miriam", path)
    assert fault.code == "unknown_sender"
    assert str(fault) == (
        "We do not know who made this file. It says Tom Ashdown-Reyes, but it was not made with that membership. "
        "Nothing was brought in. Ring them before going further."
    )


def test_a_newer_format(sent: tuple[World, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    world, _ = sent
    monkeypatch.setattr("peerreview.bundles.layout.FORMAT", "2.0")
    monkeypatch.setattr("peerreview.bundles.layout._NEEDS", "1.3")
    path = world.file("newer")
    sending.working_copy(*world.desk("dele"), world.review, [world.people["miriam"]], path)
    fault = refused(world, "miriam", path)
    assert fault.code == "newer_format"
    assert "This file needs version 1.3 or later." in str(fault)
    assert manifest.FORMAT == "1.0"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\3\4 not a zip", b"%PDF-1.7\nnot a report"])
def test_something_else_altogether(at: At, tmp_path: Path, content: bytes) -> None:
    world = at("joined")
    path = tmp_path / "something.prb"
    path.write_bytes(content)
    assert refused(world, "tom", path).exit_code in (1, 2)


def test_a_replayed_file_says_so_and_adds_nothing(sent: tuple[World, Path]) -> None:
    world, path = sent
    opening.bring_in(*world.desk("miriam"), path)
    before = state(world, "miriam")
    view = opening.look(*world.desk("miriam"), path)
    assert view.seen_before
    again = opening.bring_in(*world.desk("miriam"), path)
    assert again.sentence == "This file was brought in before; there is nothing new in it."
    assert state(world, "miriam") == before


def test_looking_says_exactly_what_bringing_in_adds(sent: tuple[World, Path]) -> None:
    world, path = sent
    before = state(world, "miriam")
    view = opening.look(*world.desk("miriam"), path)
    assert state(world, "miriam") == before
    brought = opening.bring_in(*world.desk("miriam"), path)
    assert (view.said.replace("to be added", "added"), view.adds) == (brought.sentence, brought.adds)
    assert view.said.startswith("1 note from Dele Akintola to be added to Quillbeck Primary.")
    assert view.clean
    assert brought.sentence.startswith("1 note from Dele Akintola added to Quillbeck Primary.")


def test_taken_out_again_until_something_rests_on_it(sent: tuple[World, Path]) -> None:
    world, path = sent
    miriam = world.desk("miriam")

    def written() -> list[tuple[object, ...]]:
        return [(each, part.changes, part.values) for each, part in state(world, "miriam")[0]]  # type: ignore[attr-defined]

    before = written()
    brought = opening.bring_in(*miriam, path)
    opening.take_out(*miriam, brought.arrival)
    assert written() == before  # seals may stay: they say nothing of their own
    brought = opening.bring_in(*miriam, path)  # and in again
    assert written() != before
    noting.add(*miriam, world.review, "walk: resting on it")
    with pytest.raises(Refused) as held:
        opening.take_out(*miriam, brought.arrival)
    assert held.value.code == "built_upon"
    with pytest.raises(BadInput):
        opening.take_out(*miriam, "0" * 32)


def test_a_clock_that_runs_wrong_is_said_and_nothing_else(sent: tuple[World, Path]) -> None:
    world, path = sent
    world.clock.now -= timedelta(days=700)
    brought = opening.bring_in(*world.desk("miriam"), path)
    assert brought.said[-1].startswith("This computer thinks it is ")
    assert "Times may be wrong; the order of what was written is kept." in brought.said[-1]
    assert len(reviews.open_review(*world.desk("miriam"), world.review).notes) == 1


def test_many_files_at_once_and_what_cannot_be_opened_is_listed(at: At, tmp_path: Path) -> None:
    world = at("signed")
    tom = world.desk("tom")
    made = sharing.share(*tom, world.review, Audience.LEAD_HEAD)
    pdf = sending.report_pdf(*tom, world.review, made.record, world.out)
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(pdf.read_bytes()[:5000])
    other = sending.working_copy(*tom, world.review, [world.people["dele"]], world.file("other")).paths[0]
    found = opening.bring_all(*world.desk("bernadette"), [damaged, pdf, other, tmp_path / "gone.pdf"])
    assert [each.sentence for each in found.brought] == ["1 full report from Dele Akintola added to Quillbeck Primary."]
    assert [(Path(each.path).name, each.code) for each in found.unopened] == [
        ("damaged.pdf", "no_report_data"),
        (other.name, "not_for_you"),
        ("gone.pdf", "unreadable"),
    ]


def test_a_bug_in_one_of_many_files_and_stopping_hide_nothing_of_the_others(
    sent: tuple[World, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world, path = sent
    ports, signer = world.desk("miriam")
    odd, late = tmp_path / "odd.prb", tmp_path / "late.prb"
    late.write_bytes(path.read_bytes())
    odd.write_bytes(path.read_bytes() + b"odd")
    read = ports.bundles.read

    def reading(raw: bytes, *more: Any, **named: Any) -> Any:
        if raw.endswith(b"odd"):
            raise KeyError("a mistake of ours")
        return read(raw, *more, **named)

    def stop(what: str, done: int = 0, of: int = 0) -> None:
        if (what, done, of) == ("open", 2, 3):
            raise Cancelled

    monkeypatch.setattr(ports.bundles, "read", reading, raising=False)
    found = opening.bring_all(ports, signer, [odd, path, late], stop)
    [bug] = found.unopened
    assert (bug.path, bug.code, type(bug.bug)) == (str(odd), "bug", KeyError)
    assert [each.adds[0].count for each in found.brought] == [1]
    assert found.left == 1


def test_a_report_must_be_whole_unchanged_and_from_those_it_names(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    name, pdf = signing.pdf(*dele, "1")
    path = world.out / name
    path.write_bytes(pdf)
    assert refused(world, "bernadette", path).code == "not_complete"
    changed = world.out / "changed.pdf"
    changed.write_bytes(pdf + b"\n% one more line")
    assert refused(world, "bernadette", changed).code == "changed_since_signing"


def test_nothing_of_a_review_enters_the_profile_of_somebody_outside_it(at: At, tmp_path: Path) -> None:
    world = at("shared")
    ports, signer = world.desk("tom")
    with pytest.raises(Refused):
        sending.working_copy(ports, signer, world.review, [world.people["bernadette"]], tmp_path / "x.prb")
    with ports.store.begin() as work:
        contents = BundleContents(
            world.sources.ids(),
            BundleKind.STREAMS,
            signer.person,
            signer.name,
            world.clock(),
            membership.recipients(work, [world.people["bernadette"]]),
            streams=(work.part(world.review),),
        )
    path = tmp_path / "leak.prb"
    ports.bundles.write(contents, signer, path, progress=silent)
    assert refused(world, "bernadette", path).code == "not_yours_to_hold"


def test_receipts_ride_along_and_tell_the_sender(sent: tuple[World, Path]) -> None:
    world, path = sent
    opening.bring_in(*world.desk("miriam"), path)
    noting.add(*world.desk("miriam"), world.review, "pupils: six could name their book")
    back = sending.working_copy(*world.desk("miriam"), world.review, [world.people["dele"]], world.file("back"))
    brought = opening.bring_in(*world.desk("dele"), back.paths[0])
    came, *arrived = brought.said
    assert came == "1 note from Miriam Feldt added to Quillbeck Primary."
    assert arrived[-1].startswith("Working copy, Quillbeck Primary: arrived with Miriam Feldt (Mon 2 November ")
    assert len(set(arrived)) == len(arrived)
    assert brought.sentence == " ".join(brought.said)
    with world.app("dele").ports.store.begin() as work:
        [(who, _)] = next(each.arrived for each in work.sendings() if each.arrived)
    assert who == world.people["miriam"]


def test_what_came_is_said_in_the_words_of_the_handbook(at: At) -> None:
    world = at("shared")
    noting.add(*world.desk("dele"), world.review, "walk: begins the reviewers' own file")
    world.pass_on("dele", "miriam")
    grading.put_in(*world.desk("miriam"), world.review, {"P2": "2", "P4": "3"})
    grading.lock(*world.desk("miriam"), world.review)
    [said] = world.pass_on("miriam", "dele")
    assert said.startswith("2 hidden grades from Miriam Feldt added to Quillbeck Primary."), said


def test_an_attachment_that_arrived_is_not_sent_again(at: At, tmp_path: Path) -> None:
    world = at("shared")
    paper = tmp_path / "SEF.pdf"
    paper.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 400)
    documents.attach(*world.desk("tom"), world.review, paper)
    first = sending.working_copy(*world.desk("tom"), world.review, [world.people["dele"]], world.file("first"))
    opening.bring_in(*world.desk("dele"), first.paths[0])
    [view] = reviews.open_review(*world.desk("dele"), world.review).attachments
    with world.app("dele").ports.store.begin() as work:
        assert work.blob(view.blob) == paper.read_bytes()
    sending.receipts(*world.desk("dele"), [world.people["tom"]], back := world.file("receipt"))
    opening.bring_in(*world.desk("tom"), back)
    second = sending.working_copy(*world.desk("tom"), world.review, [world.people["dele"]], world.file("second"))
    assert second.size < first.size - paper.stat().st_size // 2
    opening.bring_in(*world.desk("dele"), second.paths[0])
    assert keeping.check(world.app("dele").ports).problems == ()


def test_only_some_kinds_of_papers_are_attached(at: At, tmp_path: Path) -> None:
    world = at("shared")
    program = tmp_path / "setup.exe"
    program.write_bytes(b"MZ")
    with pytest.raises(BadInput) as refusal:
        documents.attach(*world.desk("tom"), world.review, program)
    assert refusal.value.code == "attachment_kind"


def test_a_plan_travels_by_itself_and_dates_follow(at: At) -> None:
    world = at("joined")
    visits.change(*world.desk("miriam"), world.triad, world.visit, on=date(2026, 11, 24), reason="Ofsted rang")
    sent = sending.triad_copy(*world.desk("miriam"), world.triad, [world.people["tom"]], world.file("plan"))
    opening.bring_in(*world.desk("tom"), sent.paths[0])
    [visit] = triads.show(*world.desk("tom"), world.triad).visits
    assert visit.date.text == "2026-11-24"
    assert {each.code: each.on for each in visit.deadlines}["shared"] == date(2026, 11, 10)
