"""The grades page: one section on one page, three grades in three key presses, the bank three at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.gui.screens.agree import AgreeScreen
from peerreview.gui.screens.giving_grades import GiveGradesDialog
from peerreview.gui.screens.guest import GuestDialog
from peerreview.gui.widgets.fold import Fold
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.tick import Tick
from peerreview.services import grading, reviews
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import invented
from tests.gui.conftest import Desktop, QuietSession
from tests.gui.pages import page

Open = Callable[[str], Desktop]


def said(root: QWidget) -> str:
    """Everything that the page's labels and boxes say."""
    return "\n".join(each.text() for kind in (QLabel, Tick) for each in root.findChildren(kind))


def buttons(root: QWidget) -> list[str]:
    """The words of the page's buttons."""
    return [each.text().strip() for each in root.findChildren(QPushButton)]


def press(root: QWidget, words: str) -> None:
    """Press the first button that says these words."""
    next(each for each in root.findChildren(QPushButton) if each.text().strip() == words).click()
    tidy()


def tidy() -> None:
    """What was on the page before is gone."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pick(root: QWidget, name: str, value: str) -> None:
    """Choose from the list of this name."""
    next(each for each in root.findChildren(Pick) if each.accessibleName() == name).picked.emit(value)
    tidy()


def grades(qtbot: QtBot, session: QuietSession, name: str = "grades", section: str = "P4") -> AgreeScreen:
    """The page of a section, in a window that has the keyboard."""
    screen = page(session, name)
    assert isinstance(screen, AgreeScreen)
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    with qtbot.waitActive(screen):
        screen.show()
    screen.choose(section)
    QApplication.processEvents()  # the page has taken the keyboard
    tidy()
    return screen


def test_the_keyboard_begins_on_my_own_grades(qtbot: QtBot, session: QuietSession) -> None:
    view = invented.review(shown=False)
    assert view.hidden
    reviewers = (("d", "Dele Akintola", False), ("m", "Miriam Feldt", False))
    screen = AgreeScreen(session, Target(Where.GRADES, invented.REVIEW))  # type: ignore[arg-type]
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    with qtbot.waitActive(screen):
        screen.show()
    screen.show_view(replace(view, hidden=replace(view.hidden, reviewers=reviewers)))
    qtbot.waitUntil(lambda: screen.window().focusWidget() not in (None, screen))
    held = screen.window().focusWidget()
    assert isinstance(held, QPushButton)
    assert held.text().strip() == "Give my grades …"


def test_three_grades_are_three_key_presses(qtbot: QtBot, session: QuietSession) -> None:
    screen = grades(qtbot, session, "grades, hidden")
    assert screen.view
    dialog = GiveGradesDialog(screen, screen.view, session.signer)  # type: ignore[arg-type]
    with qtbot.waitActive(dialog):
        dialog.open()
    for key in "23-":
        qtbot.keyClicks(dialog.focusWidget(), key)
    bars = dialog._bars
    assert {section: bar.value for section, bar in bars.items()} == {"P2": "2", "P4": "3", "P6": "not_seen"}
    assert "O" not in bars  # the overall grade is agreed by all, and no reviewer gives one alone
    assert "3: Gaps are wide or growing" in said(dialog)  # the words of the point chosen stand there
    assert isinstance(dialog.focusWidget(), QPushButton)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.result() == 1


def test_the_same_key_again_goes_on_too(qtbot: QtBot, session: QuietSession) -> None:
    screen = grades(qtbot, session, "grades, hidden")
    assert screen.view
    dialog = GiveGradesDialog(screen, screen.view, session.signer)  # type: ignore[arg-type]
    with qtbot.waitActive(dialog):
        dialog.open()
    dialog._bars["P2"].show_value("2")
    dialog._bars["P2"].focus_here()
    for key in "222":
        qtbot.keyClicks(dialog.focusWidget(), key)
    assert [bar.value for bar in dialog._bars.values()] == ["2", "2", "2"]
    dialog.reject()


def test_everything_that_bears_on_a_grade_stands_on_one_page(qtbot: QtBot, session: QuietSession) -> None:
    words = said(grades(qtbot, session))
    for expected in (
        "School's own grade", "3 Support needed",
        "What we saw", "Seen in 2 ways", "Joint learning walk 3 · Book look 2", "★ Catch-up starts early",
        "Questions asked", "Which pupils did not gain?", "Validated",
        "Reviewers' grades", "Dele Akintola: 3 Support needed", "2: Needs are well known",
        "3: Gaps are wide or growing", "Agreed grade", "Same as the school's own grade",
        "Where Dele Akintola saw it differently", "I saw it as patchy in Year 5.",
    ):  # fmt: skip
        assert expected in words, expected


def test_the_buttons_of_the_sections_bear_their_whole_titles(qtbot: QtBot, session: QuietSession) -> None:
    words = buttons(grades(qtbot, session))
    assert "P4 Disadvantaged pupils and\n pupils with additional needs" in words
    assert "O Overall" in words


def test_the_host_sees_no_note_no_question_and_no_bank(qtbot: QtBot, session: QuietSession) -> None:
    screen = grades(qtbot, session, "grades, host")
    assert "Questions asked" not in said(screen)
    assert not screen.findChildren(Fold)


def test_nothing_is_agreed_before_all_are_shown(qtbot: QtBot, session: QuietSession) -> None:
    screen = grades(qtbot, session, "grades, hidden")
    assert "Hidden until all are in" in said(screen)
    assert not [key for key in screen.bound if key[1] == "agreed"]


def test_what_was_the_same_is_agreed_in_one_act_and_only_the_rest_is_asked(qtbot: QtBot, session: QuietSession) -> None:
    screen = grades(qtbot, session)
    assert "Same view in 1 of 2; one section seen by one reviewer." in said(screen)
    assert screen.view
    alike = [
        each.code for each in screen.view.sections if each.grades and each.grades.same and not each.grades.agreed.text
    ]
    before = session.asked
    press(
        screen,
        f"Agree on the {len(alike)} that are the same" if len(alike) > 1 else "Agree on the one that is the same",
    )
    assert session.asked == before + 1


def test_it_opens_where_there_is_something_to_talk_about(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "grades")
    qtbot.addWidget(screen)
    assert isinstance(screen, AgreeScreen)
    assert screen.view
    nothing = tuple(
        replace(each, grades=replace(each.grades, agreed=replace(each.grades.agreed, value=None)))
        if each.grades else each for each in screen.view.sections
    )  # fmt: skip
    other = AgreeScreen(session, Target(Where.GRADES, screen.view.stream))  # type: ignore[arg-type]
    qtbot.addWidget(other)
    other.show_view(replace(screen.view, sections=nothing))
    assert other.section == "P4"  # where the reviewers differ


def test_control_page_down_goes_to_the_next_section_and_around(qtbot: QtBot, session: QuietSession) -> None:
    screen = grades(qtbot, session, section="P2")
    seen = []
    for _ in range(4):
        qtbot.keyClick(screen, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        seen.append(screen.section)
    assert seen == ["P4", "P6", "O", "P2"]
    qtbot.keyClick(screen, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert screen.section == "O"


def test_the_bank_is_folded_and_shows_three_at_a_time(qtbot: QtBot, session: QuietSession) -> None:
    screen = grades(qtbot, session)
    assert "Ask this" not in buttons(screen)
    press(screen, "Questions to ask …")
    assert buttons(screen).count("Ask this") == 3
    before = said(screen)
    press(screen, "Three more")
    assert buttons(screen).count("Ask this") == 3  # still open, on the next three
    assert said(screen) != before
    pick(screen, "Kind of question", "system")
    pick(screen, "For which grade", "1")
    words = said(screen)
    assert "What could you teach the rest of us?" in words
    assert "What help have you asked for, and did it come?" not in words  # one for a 2 or a 3
    asked = session.asked
    press(screen, "Ask this")
    assert session.asked == asked + 1


def test_the_notes_behind_are_one_press_away(qtbot: QtBot, session: QuietSession) -> None:
    screen = grades(qtbot, session, section="P2")
    press(screen, "Show the 3 notes")
    assert "Six pupils explained how they check an answer with a partner." in said(screen)
    with qtbot.waitSignal(session.wanted) as wanted:
        press(screen, "Go there")
    assert (wanted.args[0].screen, wanted.args[0].field) == (Where.NOTES, "text")


def test_a_grade_agreed_on_thin_evidence_asks_for_its_reason(qtbot: QtBot, session: QuietSession) -> None:
    screen = grades(qtbot, session)
    assert screen.view
    assert "Why one kind of evidence is enough" not in said(screen)
    thin = tuple(
        replace(each, grades=replace(each.grades, thin=True)) if each.grades else each for each in screen.view.sections
    )
    screen.show_view(replace(screen.view, sections=thin))
    assert "Why one kind of evidence is enough" in said(screen)


def test_asked_validated_and_kept_on_a_real_profile(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.GRADES, review, "P4"))
    press(screen, "Questions to ask …")
    press(screen, "Ask this")
    miriam.settle()
    assert "Ask this" in buttons(screen)  # the bank stays open
    for words in ("Validated", "That was a good question"):
        next(each for each in screen.findChildren(Tick) if each.text() == words).click()
        miriam.settle()
    [asked] = [
        each
        for each in reviews.open_review(miriam.profile.ports, miriam.profile.signer, review).questions
        if each.asked
    ]
    assert asked.section == "P4"
    assert asked.validated
    assert asked.validated.value is True
    assert asked.kept


def test_a_waived_colleague_reads_as_one_reviewer(open_desktop: Open, review: str) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.GRADES, review))
    assert "Dele Akintola gave none: His train was stopped by snow" in said(screen)
    state = grading.agree_same(miriam.profile.ports, miriam.profile.signer, review)
    assert state == ()  # one reviewer's grade is nobody else's


def test_a_colleague_who_handed_the_laptop_back_too_early_opens_their_key_again(
    qtbot: QtBot, session: QuietSession
) -> None:
    screen = grades(qtbot, session, "grades, hidden")
    assert screen.view
    assert screen.view.hidden
    both_in = replace(
        screen.view.hidden, reviewers=(("m", "Miriam Feldt", True), ("d", "Dele Akintola", True)), may_show=True
    )
    screen.show_view(replace(screen.view, hidden=both_in))
    tidy()
    assert "Show all grades" in buttons(screen)
    screen.show_view(replace(screen.view, hidden=replace(both_in, given_here=("d",))))
    tidy()
    assert "Dele Akintola gave grades on this laptop and handed it back: only their own key shows them." in said(screen)
    assert "Show my grades now" in buttons(screen)
    mine_shown = replace(both_in, given_here=("d",), may_show=False, to_come=("Dele Akintola",))
    screen.show_view(replace(screen.view, hidden=mine_shown))
    tidy()
    assert "send your file on" not in said(screen)
    press(screen, "Hand the laptop to Dele Akintola to show theirs …")
    dialog = screen.window().findChild(GuestDialog)
    assert dialog is not None
    session.guests = lambda: (session.signer.__class__(person="d"),)  # type: ignore[method-assign]
    asked = session.asked
    dialog._go_on(session.guests()[0])  # type: ignore[arg-type]
    assert session.asked == asked + 1  # everything is shown in that one act
    dialog.reject()
