"""Every path of a membership in the window: a new head, a second and a restored computer, a lost one, leaving, a
stand-in or a guest who signs, the school's office; each goes by files and by the buttons of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from peerreview.bootstrap import create_profile, restore_profile
from peerreview.domain.people import Person, Role
from peerreview.domain.reviews import Tag
from peerreview.gui.arrivals import ArrivalDialog
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screens.joining import JoinDialog
from peerreview.gui.screens.my_computers import new_computer
from peerreview.gui.screens.network_lists import MemberDialog
from peerreview.gui.screens.network_office import HandOverDialog
from peerreview.gui.screens.stamp import StampDialog
from peerreview.services import (
    checking,
    devices,
    findings,
    joining,
    keeping,
    noting,
    points,
    reviews,
    signing,
    triads,
)
from peerreview.services.own_keys import OwnKeys, Whose
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui.conftest import Desktop
from tests.gui.test_exchange import about, dialog
from tests.gui.test_window import banner, button, spoken
from tests.integration.services.conftest import at, read_once, stages  # noqa: F401
from tests.integration.services.test_changes_of_people import NOTES, newcomer, tell
from tests.integration.services.test_new_computer import NEW
from tests.integration.services.test_office_manager import world as office_world  # noqa: F401
from tests.integration.services.world import STAMP_PHRASE, UNLOCK, VISIT, World, shared

At = Callable[[str], World]
_ASK = "Ask whether they are theirs, and cancel any that is not:"


class Windows:
    """The windows of a network's people, and the folder that every dialog for a place is answered with."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, place: Path) -> None:
        self._app, self.bot, self.place = qapp, qtbot, place
        self._open: dict[int, Desktop] = {}

    def of(self, world: World, who: str) -> Desktop:
        """Somebody's window."""
        app = world.app(who)
        if id(app) not in self._open:
            self._open[id(app)] = Desktop(self._app, self.bot, app)
        return self._open[id(app)]

    def close(self) -> None:
        """Close them all."""
        for desktop in self._open.values():
            if desktop.jobs.running:
                desktop.shell.close()

    def made(self) -> Path:
        """The file that was made last; it is taken away from the place, as a stick is."""
        [path] = self.place.glob("*.prb")
        return path.rename(self.place.parent / path.name)


@pytest.fixture
def windows(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    """See Windows."""
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "stick"))
    opened = Windows(qapp, qtbot, tmp_path / "stick")
    yield opened
    opened.close()


def drop(desktop: Desktop, path: Path) -> str:
    """Let a file fall into the window, and say what the banner says once it came in."""
    desktop.shell.clear_banners()
    desktop.shell.dropped.emit([str(path)])
    said = spoken(banner(desktop))
    desktop.settle()
    return said


def confirm(desktop: Desktop, path: Path) -> str:
    """Let a file fall that is asked about first, and bring it in; gives what was said before."""
    desktop.shell.dropped.emit([str(path)])
    plan = dialog(desktop, ArrivalDialog)
    said = spoken(plan)  # type: ignore[arg-type]
    button(plan, "Bring it in").click()  # type: ignore[arg-type]
    desktop.qtbot.waitUntil(lambda: not desktop.jobs.busy, timeout=20_000)
    desktop.settle()
    return said


def stamped(desktop: Desktop, world: World, words: str) -> None:
    """Open the network's stamp for the act that asks for it."""
    asked = dialog(desktop, StampDialog)
    for edit, text in zip(asked.findChildren(QLineEdit), (str(world.stamp), STAMP_PHRASE), strict=True):  # type: ignore[attr-defined]
        edit.setText(text)
    button(asked, words).click()  # type: ignore[arg-type]
    desktop.qtbot.waitUntil(lambda: not desktop.jobs.busy, timeout=30_000)
    desktop.settle()


def network_page(desktop: Desktop):
    """Our network."""
    return desktop.go(Target(Where.NETWORK))


def admitted(windows: Windows, world: World) -> Path:
    """Who asks is admitted on the office's page, and the welcome file is made there."""
    gwen = windows.of(world, "gwen")
    page = gwen.screen if gwen.screen.target.screen is Where.NETWORK else network_page(gwen)
    button(page, "Admit those ticked").click()
    stamped(gwen, world, "Admit")
    button(gwen.screen, "Make the welcome file").click()
    gwen.qtbot.waitUntil(lambda: bool(list(windows.place.glob("*.prb"))), timeout=20_000)
    gwen.settle()
    return windows.made()


def test_a_new_head_opens_reports_and_actions_on_the_first_day_and_no_raw_note(at: At, windows: Windows) -> None:  # noqa: F811
    world = at("signed")
    gwen = windows.of(world, "gwen")
    page = network_page(gwen)
    about(page, "Change", "Tom Ashdown-Reyes").click()
    leaves = dialog(gwen, MemberDialog)
    leaves.hat.show_value(Role.OFFICER)  # type: ignore[attr-defined]
    leaves.school.show_value("")  # type: ignore[attr-defined]
    leaves.organisation.setText("The board's team")  # type: ignore[attr-defined]
    button(leaves, "Keep").click()  # type: ignore[arg-type]
    gwen.settle()
    button(page, "Publish").click()
    stamped(gwen, world, "Publish")
    newcomer(world, "carys", Person("", "Carys Bevan-Holt", Role.HEAD, "900101"))
    tell(world, "tom", "dele", "miriam")
    tom, carys = windows.of(world, "tom"), windows.of(world, "carys")
    button(network_page(tom), "Give a new head the school's reviews").click()
    over = dialog(tom, HandOverDialog)
    over.head.show_value(world.people["carys"])  # type: ignore[attr-defined]
    button(over, "Make the file").click()  # type: ignore[arg-type]
    tom.qtbot.waitUntil(lambda: bool(list(windows.place.glob("*.prb"))), timeout=30_000)
    tom.settle()
    drop(carys, windows.made())
    home = carys.go(Target(Where.HOME))
    assert "You are the new head: a review of your school came from before" in spoken(home)
    about(home, "Take over", "Quillbeck Primary").click()
    carys.settle()
    button(carys.screen, "Take them over").click()
    carys.qtbot.waitUntil(lambda: "Your school's reviews are yours now." in spoken(banner(carys)), timeout=20_000)
    carys.settle()
    assert "Version 1: signed by all" in spoken(carys.go(Target(Where.SIGN, world.review)))
    plan = spoken(carys.go(Target(Where.PLAN, world.review)))
    assert "Look again every six weeks at who receives reading support." in plan
    notes = spoken(carys.go(Target(Where.NOTES, world.review)))
    assert not [note for note in NOTES if note in notes]
    assert reviews.open_review(*world.desk("carys"), world.review).notes == ()


def test_a_second_computer_joins_is_known_to_all_and_can_be_cancelled_alone(
    at: At,  # noqa: F811
    windows: Windows,
) -> None:
    world = at("shared")
    gwen, miriam, dele = (windows.of(world, who) for who in ("gwen", "miriam", "dele"))
    page = network_page(miriam)
    assert "This computer, listed since 2 November 2026: " in spoken(page)
    button(page, "Add another computer").click()
    shown = dialog(miriam, Dialog)
    assert "never with the file" in spoken(shown)  # type: ignore[arg-type]
    [words] = [each.text() for each in shown.findChildren(QLabel) if each.property("kind") == "wall"]  # type: ignore[attr-defined]
    shown.reject()  # type: ignore[attr-defined]
    made = windows.made()
    assert made.name.endswith("Invitation to Marram Vale.prb")

    app = create_profile(world.folder / "second", UNLOCK, name="Miriam", sources=world.sources)
    world._apps["second"], world.people["second"] = app, world.people["miriam"]
    second = windows.of(world, "second")
    second.shell.dropped.emit([str(made)])
    join = dialog(second, JoinDialog)
    join._phrase.setText(words)  # type: ignore[attr-defined]
    button(join, "Open").click()  # type: ignore[arg-type]
    first = "your first computer, which passes it on"
    second.qtbot.waitUntil(lambda: first in spoken(join), timeout=60_000)  # type: ignore[arg-type]
    join.ask_to_join(windows.place)  # type: ignore[attr-defined]
    second.qtbot.waitUntil(lambda: bool(list(windows.place.glob("*.prb"))), timeout=60_000)
    second.settle()

    said = confirm(miriam, windows.made())
    assert "Another computer of yours asks this one for its word." in said
    page = network_page(miriam)
    assert f"Another computer asks: {' '.join(joining.my_check_words(app.ports))}" in spoken(page)
    about(page, "It is mine: pass it on", " ".join(joining.my_check_words(app.ports))).click()
    miriam.qtbot.waitUntil(lambda: bool(list(windows.place.glob("*.prb"))), timeout=20_000)
    miriam.settle()
    said = confirm(gwen, windows.made())
    assert "Miriam Feldt, headteacher, Tansy Bank C of E Primary, asks for another computer." in said
    assert "We do not know this sender" not in said
    assert "Miriam Feldt: another computer of theirs, vouched for" in {
        tick.text() for tick in network_page(gwen)._ticks.values() if tick.isChecked()
    }
    welcome = admitted(windows, world)
    assert "Miriam" not in welcome.name
    assert "Marram Vale welcome file " in welcome.name
    assert "You are a member of Marram Vale." in drop(second, welcome)
    assert "Miriam Feldt has another computer in the network since " in drop(dele, welcome)
    assert "You have another computer in the network since " in drop(miriam, welcome)
    noting.add(*world.desk("dele"), world.review, "walk: calm")
    world.pass_on("dele", "miriam")
    button(network_page(miriam), "Take my reviews along").click()
    miriam.qtbot.waitUntil(lambda: bool(list(windows.place.glob("*.prb"))), timeout=20_000)
    miriam.settle()
    assert "1 note" in drop(second, windows.made())

    page = network_page(miriam)
    assert "Another computer of yours, listed since" in spoken(page)
    lost = next(each for each in page.view.mine.listed if each.actor == app.renew_signer().actor)
    about(network_page(gwen), "Change", "Miriam Feldt").click()
    member = dialog(gwen, MemberDialog)
    assert " ".join(lost.words) in spoken(member)  # type: ignore[arg-type]
    [kept] = [each for each in page.view.mine.listed if each.actor != lost.actor]
    about(member, "Lost: cancel it", kept.name).click()  # type: ignore[arg-type]
    asked = dialog(gwen, StampDialog)
    assert f"It vouched for these. {_ASK} Listed since 2 November 2026: {' '.join(lost.words)}" in spoken(asked)  # type: ignore[arg-type]
    assert "It is not known" not in spoken(asked)  # type: ignore[arg-type]
    assert asked.accessibleDescription().startswith("It vouched for these.")  # type: ignore[attr-defined]
    asked.reject()  # type: ignore[attr-defined]
    about(gwen.screen, "Change", "Miriam Feldt").click()
    about(dialog(gwen, MemberDialog), "Lost: cancel it", lost.name).click()  # type: ignore[arg-type]
    assert "vouched" not in spoken(dialog(gwen, StampDialog))  # type: ignore[arg-type]
    stamped(gwen, world, "Cancel it")
    assert "That computer is cancelled; their others go on." in spoken(banner(gwen))
    network = joining.show(*world.desk("gwen"))
    assert world.people["miriam"] in network.members
    assert network.card(lost.actor).until  # type: ignore[union-attr]
    said = drop(dele, tell(world))
    assert "Miriam Feldt's computer listed since Mon 2 November is cancelled (Lost laptop, cancelled)." in said
    world.pass_on("dele", "miriam")


def test_a_head_joins_by_email_and_telephone_and_moves_to_another_school(
    at: At,  # noqa: F811
    windows: Windows,
) -> None:
    world = at("joined")
    gwen, tom = windows.of(world, "gwen"), windows.of(world, "tom")
    button(network_page(gwen), "Add somebody").click()
    added = dialog(gwen, MemberDialog)
    added.name.setText("Carys Bevan-Holt")  # type: ignore[attr-defined]
    added.school.show_value("900103")  # type: ignore[attr-defined]
    button(added, "Add").click()  # type: ignore[arg-type]
    gwen.settle()
    button(gwen.screen, "Publish").click()
    stamped(gwen, world, "Publish")
    button(gwen.screen, "Invite those not admitted").click()
    shown = dialog(gwen, Dialog)
    [phrase] = [each.text() for each in shown.findChildren(QLabel) if each.property("kind") == "wall"]  # type: ignore[attr-defined]
    shown.reject()  # type: ignore[attr-defined]
    invitation = windows.made()

    app = create_profile(world.folder / "carys", UNLOCK, name="Carys", sources=world.sources)
    world._apps["carys"] = app
    carys = windows.of(world, "carys")
    carys.shell.dropped.emit([str(invitation)])
    join = dialog(carys, JoinDialog)
    join._phrase.setText(f"{phrase} no")  # type: ignore[attr-defined]
    button(join, "Open").click()  # type: ignore[arg-type]
    carys.qtbot.waitUntil(lambda: bool(join._said.text()), timeout=60_000)  # type: ignore[attr-defined]
    join._phrase.setText(phrase)  # type: ignore[attr-defined]
    button(join, "Open").click()  # type: ignore[arg-type]
    carys.qtbot.waitUntil(lambda: join._person is not None, timeout=60_000)  # type: ignore[attr-defined]
    join.ask_to_join(windows.place)  # type: ignore[attr-defined]
    words = "read these words out: "
    carys.qtbot.waitUntil(lambda: words in spoken(carys.shell), timeout=60_000)
    carys.settle()
    heard = spoken(carys.shell).split(words)[1].split(".")[0]
    request = windows.made()
    page = carys.go(Target(Where.OPEN))
    assert "Request to join from Carys Bevan-Holt. File for Gwen Hathersage made on" in spoken(page)
    assert "Not answered yet." in spoken(page)
    about(page, "Save it again", "Request to join").click()  # the first one was lost on the way
    assert "Saved as it was made: " in spoken(banner(carys))
    carys.settle()
    assert windows.made().read_bytes() == request.read_bytes()
    assert "No word yet from Carys Bevan-Holt." in spoken(gwen.go(Target(Where.OPEN)))
    assert f"Carys Bevan-Holt asks to join. Check words: {heard}." in confirm(gwen, request)
    page = gwen.go(Target(Where.OPEN))
    assert "Request came from Carys Bevan-Holt (Mon 2 November" in spoken(page)
    assert "Everybody whom it invites has asked to join." in spoken(page)
    [tick] = network_page(gwen)._ticks.values()
    assert (tick.text(), tick.isChecked()) == (f"Carys Bevan-Holt: {heard}", False)
    tick.setChecked(True)  # the words were compared by telephone
    welcome = admitted(windows, world)
    assert "You are a member of Marram Vale." in drop(carys, welcome)
    page = carys.go(Target(Where.OPEN))
    assert "Answered: listed since Mon 2 November 2026." in spoken(page)
    assert not [each for each in page.findChildren(QPushButton) if "Save it again" in each.text()]
    assert "New: Carys Bevan-Holt (headteacher, Ormery Lane Junior)." in drop(tom, welcome)

    about(network_page(gwen), "Change", "Carys Bevan-Holt").click()
    moves = dialog(gwen, MemberDialog)
    moves.school.show_value("900104")  # type: ignore[attr-defined]
    button(moves, "Keep").click()  # type: ignore[arg-type]
    gwen.settle()
    button(gwen.screen, "Publish").click()
    stamped(gwen, world, "Publish")
    drop(tom, tell(world))
    assert "Carys Bevan-Holt, Headteacher, Sandlark Primary" in spoken(network_page(tom))


def test_a_membership_ends_on_the_page_and_everybody_is_told(at: At, windows: Windows) -> None:  # noqa: F811
    world = at("joined")
    gwen, tom = windows.of(world, "gwen"), windows.of(world, "tom")
    about(network_page(gwen), "Change", "Dele Akintola").click()
    button(dialog(gwen, MemberDialog), "Has left").click()  # type: ignore[arg-type]
    stamped(gwen, world, "End it")
    assert "Their membership has ended. Make the file for all members next." in spoken(banner(gwen))
    assert "Dele Akintola, Headteacher, Ormery Lane Junior (no longer a member since Mon 2 November 2026)" in spoken(
        gwen.screen
    )
    said = drop(tom, tell(world))
    assert "No longer a member: Dele Akintola (headteacher, Ormery Lane Junior)." in said


def test_a_safe_copy_on_a_new_laptop_says_what_to_do_and_gets_keys_of_its_own(
    at: At,  # noqa: F811
    windows: Windows,
    tmp_path: Path,
) -> None:
    world = at("shared")
    kit = keeping.make_kit(*world.desk("miriam"), at_once=True)
    keeping.safe_copy(*world.desk("miriam"), tmp_path / "copy")
    world.app("miriam").close()
    del world._apps["miriam"]
    app = restore_profile(tmp_path / "copy", tmp_path / "new", NEW, " ".join(kit.words), world.sources)
    world._apps["new"], world.people["new"] = app, world.people["miriam"]
    new, old = windows.of(world, "new"), app.signer.actor
    assert "To your network this is a new computer" in spoken(new.go(Target(Where.HOME)))
    keeping.safe_copy(*world.desk("new"), tmp_path / "later")
    home = new.go(Target(Where.HOME))
    button(home, "Ask the office").click()
    new.settle()
    page = new.screen
    assert "It still works with the keys of the old computer" in spoken(page)
    assert "Ring the office now: it cancels that one." in spoken(page)
    assert "The computer your safe copy was made on, listed since 2 November 2026: " in spoken(page)
    assert "This computer, listed since" not in spoken(page)
    button(page, "Ask the office").click()
    new.qtbot.waitUntil(lambda: bool(list(windows.place.glob("*.prb"))), timeout=20_000)
    new.settle()
    assert " ".join(devices.mine(*world.desk("new")).keys.words) in spoken(page)
    assert "vouches for it, so nothing needs comparing" in confirm(windows.of(world, "gwen"), windows.made())
    said = drop(new, admitted(windows, world))
    assert "This computer has keys of its own now." in said
    assert new.place.session.signer.actor != old
    assert devices.mine(*world.desk("new")).keys.whose is Whose.OWN
    assert "It still works with the keys of the old computer" not in spoken(network_page(new))
    assert "Another computer of yours, listed since 2 November 2026: " in spoken(new.screen)


def test_a_cancelled_computer_is_sent_to_the_other_one_that_can_vouch(qapp: QApplication) -> None:
    stands = OwnKeys(Whose.CANCELLED, date(2026, 11, 2), "Lost laptop, cancelled")
    nobody: Any = None
    alone = new_computer(nobody, stands)
    assert [each.text() for each in alone.findChildren(QPushButton)] == ["Ask the office …"]
    card = new_computer(nobody, replace(stands, others=True))
    other = "On your other computer: Our network, My computers, Add another computer."
    assert any(each.text().startswith(other) for each in card.findChildren(QLabel))
    assert not card.findChildren(QPushButton)


@pytest.mark.parametrize(
    ("person", "acts_for"),
    [
        (Person("", "Josie Marchbank", Role.REVIEWER, "900102"), "Miriam Feldt"),
        (Person("", "Ruth Sandgate", Role.GUEST, organisation="Farrow Sands Academy, another network"), ""),
    ],
    ids=["deputy", "guest from outside"],
)
def test_a_stand_in_or_a_guest_signs_under_their_own_name(
    at: At,  # noqa: F811
    windows: Windows,
    person: Person,
    acts_for: str,
) -> None:
    world = at("joined")
    newcomer(world, "extra", person)
    tell(world, "tom", "dele", "miriam")
    shared(world)
    tom = (*world.desk("tom"), world.review)
    reviews.change_cast(*tom, world.people["miriam"], role=Role.REVIEWER, name="Miriam Feldt", gone=True)
    reviews.change_cast(
        *tom, world.people["extra"], role=Role.REVIEWER, name=person.name, organisation=person.organisation,
        acts_for=acts_for,
    )  # fmt: skip
    world.pass_on("tom", "dele", "extra")
    drafted_by_dele(world)
    signing.make_version(*world.desk("dele"), world.review)
    signing.sign(*world.desk("dele"), world.review, "1")
    world.pass_on("dele", "extra")
    extra = windows.of(world, "extra")
    page = extra.go(Target(Where.SIGN, world.review))
    said = spoken(page)
    assert person.name in said
    button(page, "Sign: a fair record").click()
    extra.qtbot.waitUntil(lambda: "Signed. Now with Tom Ashdown-Reyes." in spoken(banner(extra)), timeout=60_000)
    extra.settle()
    world.pass_on("extra", "tom")
    assert signing.sign(*world.desk("tom"), world.review, "1").waiting == ()
    [version] = reviews.open_review(*world.desk("tom"), world.review).signing.versions
    assert {each.name for each in version.signers if each.signed} == {
        "Dele Akintola",
        person.name,
        "Tom Ashdown-Reyes",
    }


def test_the_schools_office_arranges_in_the_window_and_sees_no_review(
    office_world: World,  # noqa: F811
    windows: Windows,
) -> None:
    world = office_world
    pat = windows.of(world, "pat")
    assert "Nothing is waiting for you." in spoken(pat.go(Target(Where.HOME)))
    page = pat.go(Target(Where.TRIAD, world.triad))
    buttons = {each.accessibleName() or each.text() for each in page.findChildren(QPushButton) if each.isVisible()}
    assert not any("Open the review" in each or "Open the self" in each for each in buttons), buttons
    day = next(each for each in page.findChildren(QLineEdit) if each.accessibleName() == "Date of the visit")
    assert day.isEnabled()
    day.setFocus()
    day.selectAll()
    windows.bot.keyClicks(day, "1 Dec 2026")
    windows.bot.keyClick(day, Qt.Key.Key_Return)
    pat.settle()
    [visit] = triads.show(*world.desk("pat"), world.triad).visits
    assert visit.date.text == "2026-12-01"
    assert "Publish" not in spoken(network_page(pat))
    assert not hasattr(pat.screen, "_ticks")  # asking to join is the board's office's


def drafted_by_dele(world: World) -> None:
    """A short visit: one next step, the draft checked and answered, what stands looked at."""
    world.clock.on(VISIT)
    dele = (*world.desk("dele"), world.review)
    step = points.add(
        *dele, "Look again every six weeks.", Tag.NEXT_STEP, "P4", evidence="Support list", ways=["DATA", "SEND"],
        starred=True,
    )  # fmt: skip
    points.next_step(
        *dele, step, first="Review the list", owner="Reading leader", due=date(2027, 1, 15), know="The list changes"
    )
    checking.send_draft(*dele)
    world.pass_on("dele", "tom")
    checking.all_accurate(*world.desk("tom"), world.review, "A useful day.")
    world.pass_on("tom", "dele")
    for each in findings.standing(findings.before_signing(*dele)):
        findings.say_why(*dele, each, "It was a short visit")
