"""From the draft to the follow-up in the window: the check and its sheet, the round, version 2, the action check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.domain.people import Role
from peerreview.domain.release import Changed
from peerreview.domain.reviews import Audience, Step, Verdict
from peerreview.gui.routes import make_screen
from peerreview.gui.screens.check import CheckScreen
from peerreview.gui.screens.follow_up import FollowUpScreen
from peerreview.gui.screens.guest import GuestDialog
from peerreview.gui.screens.issue_without import IssueWithoutDialog
from peerreview.gui.screens.lead import LeadScreen, QualityDialog
from peerreview.gui.screens.one_line import OneLineDialog
from peerreview.gui.screens.sending import SendDialog
from peerreview.gui.screens.sign import SignScreen
from peerreview.gui.screens.what_changed import WhatChangedDialog
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.scale import Segment
from peerreview.gui.widgets.tick import Tick
from peerreview.services import check_sheet, checking, opening, planning, reviews, sending, start
from peerreview.services.review_views import ReviewView
from peerreview.services.sharing_views import FollowUpView, UntoldView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import invented, world
from tests.gui.conftest import Desktop, QuietSession

Open = Callable[[str], Desktop]
PHRASE = "a phrase for the key on the stick"
ENTERED = "entered by Miriam Feldt from Tom Ashdown-Reyes’s sheet"


def said(root: QWidget) -> str:
    """Everything that labels say."""
    return "\n".join(each.text() for each in root.findChildren(QLabel))


def button(root: QWidget, words: str) -> QPushButton:
    """A button by its words."""
    return next(each for each in root.findChildren(QPushButton) if words in each.text())


def segment(root: QWidget, words: str, place: int = 0) -> Segment:
    """A choice by its words, on the page's first bar that has it, or a later one."""
    return [each for each in root.findChildren(Segment) if each.text() == words][place]


def shown(qtbot: QtBot, session: QuietSession, where: Where, view: ReviewView) -> QWidget:
    """A screen over a view that is handed to it."""
    screen = make_screen(session, Target(where, invented.REVIEW))  # type: ignore[arg-type]
    qtbot.addWidget(screen)
    screen.show_view(view)
    screen.show()
    return screen


def say(desktop: Desktop, words: str) -> None:
    """Answer the dialog that asks for a line."""
    desktop.qtbot.waitUntil(lambda: _asking(desktop) is not None)
    dialog = _asking(desktop)
    assert dialog is not None
    dialog.text.edit.setPlainText(words)
    button(dialog, "Keep").click()
    desktop.settle()


def _asking(desktop: Desktop) -> OneLineDialog | None:
    return next((each for each in desktop.screen.findChildren(OneLineDialog) if each.isVisible()), None)


# --- the check ------------------------------------------------------------------------------------------------------


def test_all_accurate_is_one_key(qtbot: QtBot, session: QuietSession) -> None:
    screen = shown(qtbot, session, Where.CHECK, invented.review(Role.HOST))
    screen.activateWindow()
    first = segment(screen, "Accurate")
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    before = session.asked
    qtbot.keyClick(first, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert session.asked == before + 1


def test_the_same_key_does_nothing_for_those_who_may_not(qtbot: QtBot, session: QuietSession) -> None:
    screen = shown(qtbot, session, Where.CHECK, invented.review(Role.LEAD_REVIEWER))
    before = session.asked
    assert isinstance(screen, CheckScreen)
    screen._rest()
    assert session.asked == before


def test_a_sheet_is_typed_in_marked_and_answered(open_desktop: Open, review: str, tmp_path: Path) -> None:
    miriam = open_desktop("miriam")
    checking.send_draft(miriam.profile.ports, miriam.profile.signer, review)
    screen = miriam.go(Target(Where.CHECK, review))
    assert isinstance(screen, CheckScreen)
    for words in ("Word sheet …", "Paper sheet …"):
        assert button(screen, words).isEnabled()
    button(screen, "Type in Tom Ashdown-Reyes’s sheet").click()
    miriam.settle()
    assert "You are typing in Tom Ashdown-Reyes’s sheet" in said(screen)
    segment(screen, "I see this differently").click()
    miriam.qtbot.waitUntil(lambda: _asking(miriam) is not None)
    _asking(miriam).reject()  # type: ignore[union-attr]
    miriam.settle()
    assert not segment(screen, "I see this differently").isChecked()  # nothing was kept, and nothing says it was
    segment(screen, "I see this differently").click()
    say(miriam, "It was 18 pupils, not 12.")
    assert said(screen).count(f"({ENTERED})") == 1
    assert "1 mark" not in said(screen)
    assert "One mark waits for your answer." in said(screen)
    segment(screen, "Kept, because …").click()
    say(miriam, "Both of us counted.")
    button(screen, "The rest of the sheet is accurate").click()
    miriam.settle()
    check = reviews.open_review(miriam.profile.ports, miriam.profile.signer, review).check
    assert check.done
    assert not any(each.verdict.text for each in check.paragraphs)  # the host's own marks: there are none
    assert {each.from_sheet for each in check.paragraphs} == {ENTERED}
    screen.save_sheet(tmp_path / "no such folder" / "sheet.docx", b"PK")  # said, and nothing breaks
    screen.save_sheet(tmp_path / "sheet.docx", b"PK")
    miriam.settle()
    assert (tmp_path / "sheet.docx").read_bytes() == b"PK"


def test_after_the_last_answer_the_keyboard_goes_on_to_signing(open_desktop: Open, review: str) -> None:
    miriam = open_desktop("miriam")
    desk = (miriam.profile.ports, miriam.profile.signer, review)
    checking.send_draft(*desk)
    for paragraph in reviews.open_review(*desk).check.paragraphs[:2]:
        check_sheet.enter(*desk, paragraph.record, Verdict.CORRECTION, "There are 18.")
    check_sheet.enter_rest(*desk)
    screen = miriam.go(Target(Where.CHECK, review))
    for place, last in enumerate((False, True)):
        segment(screen, "Changed", place).click()
        miriam.settle()
        onward = [each for each in screen.findChildren(QPushButton) if each.text() == "Go on to signing"]
        assert [screen.window().focusWidget()] == onward if last else not onward


@pytest.mark.parametrize("words", ["Factual correction", "I see this differently"])
def test_the_words_that_go_with_a_mark_come_into_sight_and_the_keyboard_stays_on_it(
    open_desktop: Open, review: str, tmp_path: Path, words: str
) -> None:
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    desk = miriam.profile.ports, miriam.profile.signer, review
    checking.send_draft(*desk)
    sent = sending.working_copy(*desk, [tom.profile.signer.person], tmp_path)
    opening.bring_in(tom.profile.ports, tom.profile.signer, sent.paths[0])
    tom.shell.activateWindow()
    screen = tom.go(Target(Where.CHECK, review))
    assert isinstance(screen, CheckScreen)
    bars = [each for each in screen.findChildren(Segment) if each.text() == words]
    for place in range(len(bars)):
        chosen = segment(screen, words, place)
        chosen.setFocus()
        page = screen._page()
        assert page is not None
        page.ensureWidgetVisible(chosen, 0, 0)
        chosen.click()
        say(tom, "There are 18 pupils on the list.")
        tom.settle()
        mark = tom.shell.focusWidget()
        assert isinstance(mark, Segment)
        card = mark.parentWidget()
        while not isinstance(card, Card):
            card = card.parentWidget()
        field = card.findChild(QPlainTextEdit)
        assert isinstance(field, QPlainTextEdit)
        assert field.accessibleName() == "What should be different"
        tom.qtbot.waitUntil(lambda field=field: field.visibleRegion().boundingRect() == field.rect(), timeout=2000)
        bars = [each for each in screen.findChildren(Segment) if each.text() == words]


def test_the_writer_begins_on_the_first_mark_that_waits_for_an_answer(
    open_desktop: Open, review: str, tmp_path: Path
) -> None:
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    mine = miriam.profile.ports, miriam.profile.signer
    checking.send_draft(*mine, review)
    to_host = sending.working_copy(*mine, review, [tom.profile.signer.person], tmp_path)
    his = tom.profile.ports, tom.profile.signer
    opening.bring_in(*his, to_host.paths[0])
    for paragraph in reviews.open_review(*his, review).check.paragraphs[:2]:
        checking.mark(*his, review, paragraph.record, Verdict.CORRECTION, "There are 18 pupils on the list.")
    checking.all_accurate(*his, review)
    back = sending.working_copy(*his, review, [miriam.profile.signer.person], tmp_path / "back")
    opening.bring_in(*mine, back.paths[0])
    miriam.shell.activateWindow()
    miriam.go(Target(Where.SIGN, review))
    miriam.go(Target(Where.CHECK, review))
    miriam.qtbot.waitUntil(lambda: isinstance(miriam.shell.focusWidget(), Segment))
    assert miriam.shell.focusWidget().accessibleName() == "Answer: Changed"


def test_the_lead_sees_which_version_it_is_and_what_stands_beside_its_words(
    qtbot: QtBot, session: QuietSession
) -> None:
    view = invented.lead()
    comment = ("What colleagues found", "Tom Ashdown-Reyes, host head", "We see this differently.")
    line = replace(view.lines[0], version=2, differences=(comment,))
    screen = make_screen(session, Target(Where.LEAD, ""))  # type: ignore[arg-type]
    qtbot.addWidget(screen)
    screen.show_view(replace(view, lines=(line, *view.lines[1:])))
    assert said(screen).count("Version 2 replaces version 1.") == 1
    assert isinstance(screen, LeadScreen)
    asked = said(QualityDialog(screen, line, invented.PACK.rules.quality))
    assert asked.index("What colleagues found: Tom Ashdown-Reyes, host head") < asked.index(comment[2])
    assert asked.index(comment[2]) < asked.index(invented.PACK.rules.quality[0].label)


def test_either_side_copies_a_message_to_the_lead(qtbot: QtBot, session: QuietSession) -> None:
    screen = shown(qtbot, session, Where.CHECK, invented.review(Role.HOST))
    button(screen, "Ask the lead headteacher …").click()
    assert QApplication.clipboard().text().startswith("Dear Bernadette Oyelaran,")


# --- signing --------------------------------------------------------------------------------------------------------


def test_who_has_the_file_and_a_reminder_for_each(qtbot: QtBot, session: QuietSession) -> None:
    view = invented.review()
    newest = view.signing.versions[0]
    signers = tuple(
        replace(each, aside=each.person == "t", reminder="" if each.signed else f"Dear {each.name}, the report waits.")
        for each in newest.signers
    )
    signing = replace(view.signing, versions=(replace(newest, signers=signers),), here=True, goes_to="d")
    screen = shown(qtbot, session, Where.SIGN, replace(view, signing=signing))
    words = said(screen)
    assert "The file is here with you since" in words
    assert "signed a second copy, which the file that goes round does not hold: please sign again on this one" in words
    reminders = [each for each in screen.findChildren(QPushButton) if "Copy a reminder" in each.text()]
    assert [each.accessibleDescription() for each in reminders] == ["Dele Akintola", "Tom Ashdown-Reyes"]
    reminders[0].click()
    assert QApplication.clipboard().text() == "Dear Dele Akintola, the report waits."
    button(screen, "Send it on …").click()
    dialog = screen.findChild(SendDialog)
    assert dialog is not None
    ticked = [each.text() for each in dialog.findChildren(Tick) if each.isChecked()]
    assert [each.partition(",")[0] for each in ticked] == ["Dele Akintola"]  # one file goes round


def test_issuing_without_somebody_asks_whom_by_whose_leave_and_why(qtbot: QtBot, session: QuietSession) -> None:
    view = invented.review()
    without = (("d", "Dele Akintola"), ("t", "Tom Ashdown-Reyes"))
    early = replace(view.signing, without_from=date(2026, 12, 17), without=without, lead="Bernadette Oyelaran")
    screen = shown(qtbot, session, Where.SIGN, replace(view, signing=early))
    assert "From Thu 17 December the lead headteacher may let the report be issued without somebody" in said(screen)
    late = shown(qtbot, session, Where.SIGN, replace(view, signing=replace(early, may_issue_without=True)))
    button(late, "Issue it without a signature …").click()
    dialog = late.findChild(IssueWithoutDialog)
    assert dialog is not None
    issue = button(dialog, "Make the version")
    assert not issue.isEnabled()
    dialog._people[0][1].setChecked(True)
    assert not issue.isEnabled()  # no reason yet
    dialog._reason.setText("He is ill until January")
    assert issue.isEnabled()
    assert dialog._lead.text() == "Bernadette Oyelaran"
    before = session.asked
    issue.click()
    assert session.asked == before + 1


def test_what_changed_shows_both_wordings(qtbot: QtBot, session: QuietSession) -> None:
    view = invented.review()
    newest = replace(view.signing.versions[0], number="2", replaces="1")
    screen = shown(qtbot, session, Where.SIGN, replace(view, signing=replace(view.signing, versions=(newest,))))
    assert isinstance(screen, SignScreen)
    assert button(screen, "What changed").isEnabled()
    dialog = WhatChangedDialog(screen, "2", "1", [Changed("Who was met", "Four staff", "Five staff")])
    assert said(dialog).index("Four staff") < said(dialog).index("Five staff")


@pytest.mark.parametrize("kind", ["wrong phrase", "no key", "a colleague's"])
def test_a_key_that_does_not_open_is_explained_and_leaves_nothing(
    open_desktop: Open, review: str, tmp_path: Path, kind: str
) -> None:
    miriam = open_desktop("miriam")
    path = tmp_path / "key.p12"
    start.make_key_file(miriam.profile.ports, path, PHRASE)
    if kind == "no key":
        path.write_bytes(b"not a key at all")
    screen = miriam.go(Target(Where.SIGN, review))
    came: list[object] = []
    dialog = GuestDialog(screen, "f" * 32, "Tom Ashdown-Reyes", came.append)
    dialog.open()
    dialog._path.setText(str(path))
    dialog._phrase.setText("another phrase" if kind == "wrong phrase" else PHRASE)
    button(dialog, "Open").click()
    miriam.qtbot.waitUntil(lambda: bool(dialog._said.text()), timeout=15_000)
    expected = {
        "wrong phrase": "phrase",
        "no key": "key",
        "a colleague's": "This is the signing key of Miriam Feldt, not of Tom Ashdown-Reyes.",
    }[kind]
    assert expected in dialog._said.text()
    assert dialog.isVisible()  # one can try again
    assert button(dialog, "Open").isEnabled()
    assert came == []
    assert miriam.place.session.guests() == ()


# --- sharing and after ----------------------------------------------------------------------------------------------


def test_those_who_got_version_1_are_told(qtbot: QtBot, session: QuietSession) -> None:
    view = invented.review(Role.HOST)
    untold = UntoldView(Audience.LEAD_HEAD, "Lead headteacher", ("Bernadette Oyelaran",), "1", "2", "Dear Bernadette,")
    screen = shown(qtbot, session, Where.SHARE, replace(view, sharing=replace(view.sharing, untold=(untold,))))
    assert "Version 2 replaces version 1" in said(screen)
    assert "Lead headteacher: Bernadette Oyelaran" in said(screen)
    button(screen, "Copy a message").click()
    assert QApplication.clipboard().text() == "Dear Bernadette,"


def test_the_action_check_is_one_key_and_a_difference_asks_for_its_evidence(
    open_desktop: Open, review: str, qtbot: QtBot
) -> None:
    tom = open_desktop("tom")
    ports, signer = tom.profile.ports, tom.profile.signer
    record = planning.add(ports, signer, review, change="Every class reads aloud.", due="2026-11-20")
    screen = tom.go(Target(Where.PLAN, review))
    assert isinstance(screen, FollowUpScreen)
    assert "Due Fri 20 November 2026: say how far it is." in said(screen)
    tom.shell.activateWindow()
    first = segment(screen, "0 Not started")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_1)
    tom.settle()
    assert _action(tom, review) == ("1", "", world.NOW.date().isoformat())
    segment(screen, "3 Done and making a difference").click()
    say(tom, "Six of eight read with their class.")
    assert _action(tom, review) == ("3", "Six of eight read with their class.", world.NOW.date().isoformat())
    assert record in {each.record for each in reviews.open_review(ports, signer, review).actions}


def _action(desktop: Desktop, review: str) -> tuple[str, ...]:
    [action] = reviews.open_review(desktop.profile.ports, desktop.profile.signer, review).actions
    return tuple(action.fields[name].text for name in ("progress", "effect", "checked"))


def test_progress_goes_up_from_the_plan_and_the_days_are_said(qtbot: QtBot, session: QuietSession) -> None:
    view = invented.review(Role.HOST)
    follow = FollowUpView(
        days="The report was shared 14 days (10 school days) after the visit.",
        to=("Bernadette Oyelaran", "Gwen Hathersage"),
        sent="Sent up on Mon 18 January: 1 of 3 actions done.",
    )
    screen = shown(qtbot, session, Where.PLAN, replace(view, follow_up=follow))
    words = said(screen)
    for each in (follow.days, follow.sent, "tells Bernadette Oyelaran and Gwen Hathersage how far"):
        assert each in words
    assert isinstance(screen, FollowUpScreen)
    before = session.asked
    screen.send_up(Path("/tmp"))
    assert session.asked == before + 1


def test_the_lead_sees_by_when_to_speak(qtbot: QtBot, session: QuietSession) -> None:
    lead = invented.lead()
    line = replace(
        lead.lines[0], contact_by=date(2026, 12, 9), contact="Tom Ashdown-Reyes rings you.", days=17, progress="1 of 3."
    )
    screen = make_screen(session, Target(Where.LEAD, ""))  # type: ignore[arg-type]
    qtbot.addWidget(screen)
    screen.show_view(replace(lead, lines=(line,)))
    assert "Speak with the head by Wed 9 December: Tom Ashdown-Reyes rings you." in said(screen)
    assert "Here 17 days after the visit. Progress: 1 of 3." in said(screen)
    assert button(screen, "We have spoken").isEnabled()


def test_the_check_of_a_finished_round_says_so_to_the_host(qtbot: QtBot, session: QuietSession) -> None:
    view = invented.review(Role.HOST)
    done = replace(view.check, done=True)
    steps = tuple(replace(each, on=date(2026, 12, 1)) if each.step is Step.CHECKED else each for each in view.steps)
    screen = shown(qtbot, session, Where.CHECK, replace(view, check=done, steps=steps))
    assert "What you still see differently can be marked again." in said(screen)
