"""What came and what went, in the window: again, back, out, a third version, the watched folder, looking inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.gui.arrivals import ArrivalDialog
from peerreview.gui.dialogs import Dialog
from peerreview.gui.inside import InsideDialog, look
from peerreview.gui.screens.astray import AstrayDialog
from peerreview.gui.screens.carrying import watch
from peerreview.gui.screens.one_line import OneLineDialog
from peerreview.services import carriers, membership, noting, opening, reviews, sending, writing
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui.conftest import Desktop
from tests.gui.test_window import banner, button, spoken

Open = Callable[[str], Desktop]


def dialog(desktop: Desktop, kind: type) -> object:
    """The dialog of a kind, once it is open."""

    def found() -> list[object]:
        return [each for each in desktop.shell.findChildren(kind) if each.isVisible()]

    desktop.qtbot.waitUntil(lambda: bool(found()), timeout=20_000)
    return found()[-1]


def about(root: QWidget, words: str, which: str) -> QPushButton:
    """A button by its words and by what it is about."""
    found = (each for each in root.findChildren(QPushButton) if words in each.text() and each.isVisible())
    return next(each for each in found if which in each.accessibleDescription())


@pytest.fixture
def copied(open_desktop: Open, review: str, tmp_path: Path) -> tuple[Desktop, Desktop, Path]:
    """Miriam has sent Tom a working copy; both windows are open."""
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    ports, signer = miriam.profile.ports, miriam.profile.signer
    host = next(each.person for each in reviews.open_review(ports, signer, review).cast if each.role == "host")
    (tmp_path / "post").mkdir()
    sent = sending.working_copy(ports, signer, review, [host], tmp_path / "post")
    return miriam, tom, sent.paths[0]


def test_sent_again_with_one_key_and_a_message_for_the_email(copied: tuple[Desktop, Desktop, Path]) -> None:
    miriam, _, file = copied
    page = miriam.go(Target(Where.OPEN))
    assert "No word yet from Tom Ashdown-Reyes." in spoken(page)
    about(page, "Send again", "Working copy, Quillbeck").click()
    said = banner(miriam)
    assert "Made for Tom Ashdown-Reyes" in spoken(said)
    assert len(list(file.parent.iterdir())) == 2
    button(said, "Copy a message").click()
    assert "Dear Tom Ashdown-Reyes," in QApplication.clipboard().text()


def test_the_same_file_is_copied_to_a_stick_while_it_lies_there(
    copied: tuple[Desktop, Desktop, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    miriam, _, file = copied
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    page = miriam.go(Target(Where.OPEN))
    about(page, "Copy it elsewhere", "Working copy, Quillbeck").click()
    assert "Copied to" in spoken(banner(miriam))
    assert (stick / file.name).read_bytes() == file.read_bytes()
    miriam.settle()
    file.unlink()
    page = miriam.go(Target(Where.OPEN))
    here = [
        each for each in page.findChildren(QPushButton) if "Working copy, Quillbeck" in each.accessibleDescription()
    ]
    assert [each.text().strip() for each in here] == ["Send again", "Wrong person, or asked back …"]


def test_asked_back_removed_and_confirmed(copied: tuple[Desktop, Desktop, Path], tmp_path: Path, qtbot: QtBot) -> None:
    miriam, tom, file = copied
    opening.bring_in(tom.profile.ports, tom.profile.signer, file)
    page = miriam.go(Target(Where.OPEN))
    about(page, "Wrong person", "Working copy, Quillbeck").click()
    asked = dialog(miriam, AstrayDialog)
    assert isinstance(asked, AstrayDialog)
    assert "The review: " in spoken(asked)
    button(asked, "Copy the message").click()
    assert "Please do not read it or pass it on." in QApplication.clipboard().text()
    (tmp_path / "back").mkdir()
    asked.make(tmp_path / "back")
    assert "word comes back once it is removed" in spoken(banner(miriam))
    miriam.settle()
    page = miriam.go(Target(Where.OPEN))
    assert "You have asked for it back, so it is not sent again from here." in spoken(page)
    lines, again = (
        [each.accessibleDescription() for each in page.findChildren(QPushButton) if words in each.text()]
        for words in ("Wrong person", "Send again")
    )
    assert any(each.startswith("Asked back, Working copy") for each in again)  # that one goes again
    assert sorted(lines) == sorted([*again, "Working copy, Quillbeck Primary, Tom Ashdown-Reyes"])
    [ask] = (tmp_path / "back").iterdir()
    tom.shell.dropped.emit([str(ask)])

    plan = dialog(tom, ArrivalDialog)
    assert "Miriam Feldt asks for a file back" in spoken(plan)  # type: ignore[arg-type]
    button(plan, "Bring it in").click()  # type: ignore[arg-type]
    assert "removed from this computer" in spoken(banner(tom))
    tom.settle()
    page = tom.go(Target(Where.OPEN))
    assert "Taken out again." in spoken(page)


def test_taken_out_from_the_page_or_told_why_not(copied: tuple[Desktop, Desktop, Path], review: str) -> None:
    _, tom, file = copied
    ports, signer = tom.profile.ports, tom.profile.signer
    opening.bring_in(ports, signer, file)
    page = tom.go(Target(Where.OPEN))
    about(page, "Take it out again", "2 main points").click()
    tom.settle()
    assert "Taken out again." in spoken(tom.screen)
    opening.bring_in(ports, signer, file)
    writing.write(ports, signer, review, writing.of("comment", "comment", words="A useful day."))
    page = tom.go(Target(Where.OPEN))
    assert "can no longer be taken out" in spoken(page)


def test_a_folder_is_watched_and_told_once(copied: tuple[Desktop, Desktop, Path], tmp_path: Path) -> None:
    _, tom, file = copied
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    page = tom.go(Target(Where.SETTINGS))
    watch(page, folder)
    tom.settle()
    assert str(folder) in spoken(tom.screen)
    assert carriers.show(tom.profile.ports, tom.profile.signer).folder == str(folder)
    (folder / file.name).write_bytes(file.read_bytes())
    tom.place.watcher.look()
    tom.settle()
    tom.place.watcher.look()
    tom.settle()
    said = banner(tom)
    assert "A file has come into your folder." in spoken(said)
    button(said, "Open").click()
    tom.qtbot.waitUntil(lambda: "from Miriam Feldt added" in spoken(banner(tom)), timeout=20_000)
    assert (folder / file.name).exists()


def test_a_file_is_looked_into_and_not_brought_in(copied: tuple[Desktop, Desktop, Path]) -> None:
    _, tom, file = copied
    look(tom.place.session, tom.shell, file)
    inside = dialog(tom, InsideDialog)
    said = spoken(inside)  # type: ignore[arg-type]
    assert "Made by Miriam Feldt" in said
    assert "A member of Marram Vale." in said
    assert "Nothing was brought in." in said
    assert "2 main points" not in said


def test_a_third_version_takes_the_place_of_both(open_desktop: Open, review: str, tmp_path: Path) -> None:
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    view = reviews.open_review(miriam.profile.ports, miriam.profile.signer, review)
    host = next(each.person for each in view.cast if each.role == "host")
    record = next(each.record for each in view.points if each.tag == "next_step")
    ports, signer = miriam.profile.ports, miriam.profile.signer
    for number, owner in enumerate(("", "English lead")):
        if owner:
            writing.write(
                tom.profile.ports, tom.profile.signer, review, writing.of("next_step", record, owner="Deputy")
            )
            writing.write(ports, signer, review, writing.of("next_step", record, owner=owner))
            noting.add(ports, signer, review, "walk: calm")
        sent = sending.working_copy(ports, signer, review, [host], tmp_path / f"{number}.prb")
        opening.bring_in(tom.profile.ports, tom.profile.signer, sent.paths[0])
    page = tom.go(Target(Where.TWO_VERSIONS, review))
    assert "Came in a file from Miriam Feldt" in spoken(page)
    assert "Written on this computer" in spoken(page)
    button(page, "Write a third").click()
    asked = dialog(tom, OneLineDialog)
    assert isinstance(asked, OneLineDialog)
    asked.text.edit.setText("Deputy, with the English lead")
    button(asked, "Keep").click()
    tom.settle()
    assert not tom.screen.view
    points = reviews.open_review(tom.profile.ports, tom.profile.signer, review).points
    chosen = next(each.next_step for each in points if each.record == record)
    assert chosen
    assert chosen.owner.text == "Deputy, with the English lead"


def test_of_many_files_what_needs_a_look_is_said_and_two_versions_are_found_again(
    open_desktop: Open, review: str, tmp_path: Path
) -> None:
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    ports, signer = miriam.profile.ports, miriam.profile.signer
    view = reviews.open_review(ports, signer, review)
    host = next(each.person for each in view.cast if each.role == "host")
    record = next(each.record for each in view.points if each.tag == "next_step")
    first = sending.working_copy(ports, signer, review, [host], tmp_path / "first.prb").paths[0]
    opening.bring_in(tom.profile.ports, tom.profile.signer, first)
    writing.write(tom.profile.ports, tom.profile.signer, review, writing.of("next_step", record, owner="Deputy"))
    writing.write(ports, signer, review, writing.of("next_step", record, owner="English lead"))
    second = sending.working_copy(ports, signer, review, [host], tmp_path / "second.prb").paths[0]
    stray = tmp_path / "holiday.prb"
    stray.write_bytes(b"not a review file")
    tom.shell.dropped.emit([str(stray), str(second)])
    tom.qtbot.waitUntil(lambda: "No files brought in." in spoken(banner(tom)), timeout=20_000)
    said = banner(tom)
    assert "holiday.prb: " in spoken(said)
    assert "second.prb wants a look before coming in." in spoken(said)
    points = reviews.open_review(tom.profile.ports, tom.profile.signer, review).points
    assert next(each.next_step for each in points if each.record == record).owner.text == "Deputy"
    button(said, "Look at the next file …").click()
    asked = dialog(tom, ArrivalDialog)
    assert "Two versions: both are kept, and you choose" in spoken(asked)
    button(asked, "Bring it in").click()

    def offered() -> list[str]:
        return [each.text() for each in banner(tom).findChildren(QPushButton)]

    tom.qtbot.waitUntil(lambda: "Choose between two versions" in offered(), timeout=20_000)
    assert "Look at the next file …" not in offered()
    said = banner(tom)
    button(said, "Choose between two versions").click()
    tom.settle()
    assert len(tom.screen.view) == 1
    page = tom.go(Target(Where.REPORT, review))
    assert "One thing has two versions." in spoken(page)
    about(page, "Choose", "Between two versions").click()
    tom.settle()
    assert len(tom.screen.view) == 1


def test_what_is_set_aside_is_deleted_only_once_one_is_sure(open_desktop: Open, review: str) -> None:
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    noted = writing.of("main_point", "7" * 32, text="Calm.", tag="strength", section="P4")
    writing.write(miriam.profile.ports, miriam.profile.signer, review, noted)
    with miriam.profile.ports.store.begin() as work:
        unsealed = replace(work.part(review), seals=())
    with tom.profile.ports.store.begin() as work:
        book = membership.book(work)
        work.take_in(unsealed, book.listing, book.verify)
        work.commit()

    def aside() -> int:
        return len(opening.aside(tom.profile.ports, tom.profile.signer))

    waiting = aside()
    assert waiting
    for answer, stays in (("Keep it set aside", True), ("Delete it here", False)):
        page = tom.go(Target(Where.OPEN))
        button(page, "Delete here …").click()
        asked = dialog(tom, Dialog)
        assert isinstance(asked, Dialog)
        assert "can send it again" in spoken(asked)
        button(asked, answer).click()
        tom.settle()
        assert (aside() == waiting) is stays
    assert aside() < waiting
