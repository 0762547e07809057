"""The network's page: its office adds, publishes, lays a joining table and admits; a head joins by the slip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from peerreview.bootstrap import Sources, Unlock, create_profile
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Level
from peerreview.gui.screens.founding import StartDialog
from peerreview.gui.screens.joining import JoinDialog
from peerreview.gui.screens.joining_table import TableDialog
from peerreview.gui.screens.network_lists import AgreedDialog, GroupDialog, MemberDialog, RegisterDialog, SchoolDialog
from peerreview.gui.screens.network_office import HandOverDialog
from peerreview.gui.screens.stamp import AcceptStampDialog, NewStampDialog
from peerreview.services import asking, joining, opening, stamping
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import world
from tests.gui.conftest import Desktop
from tests.gui.test_exchange import about
from tests.gui.test_exchange import dialog as opened
from tests.gui.test_window import banner, button, spoken

Open = Callable[[str], Desktop]


def stamp(played: tuple[Path, str]) -> Path:
    """One of the two files of the stamp."""
    return next((played[0] / "stamp1").iterdir())


def done(desktop: Desktop, dialog: object) -> None:
    """Press the dialog's main button and wait until the page stands."""
    dialog._done()  # type: ignore[attr-defined]
    desktop.settle()


def test_school_person_and_group_are_added_and_published(open_desktop: Open, played: tuple[Path, str]) -> None:
    miriam = open_desktop("miriam")
    page = miriam.go(Target(Where.NETWORK))
    school = SchoolDialog(page)
    school.name.setText("Oxlip Lane Primary")
    done(miriam, school)
    assert school.said.text().startswith("A school needs a name and a URN.")
    school.urn.setText("900105")
    done(miriam, school)
    member = MemberDialog(page, page.view.source.network)
    member.name.setText("Asha Penhallow")
    member.school.show_value("900105")
    done(miriam, member)
    group = GroupDialog(page, page.view.source.network)
    group.name.setText("Shoreline readers")
    group.kind.show_value("")
    group.other.setText("reading hub")
    group.since.setText("soon")
    done(miriam, group)
    assert group.said.text().startswith("Please write dates")
    group.since.setText("1 Sep 2026")
    group.schools["900105"].setChecked(True)
    done(miriam, group)
    assert page.view.source.changes == ("1 school", "1 person", "1 group")
    page.publish(stamp(played), world.PHRASE)
    miriam.settle()
    network = page.view.network
    assert page.view.source.changes == ()
    assert next(each for each in network.people if each.name == "Asha Penhallow").role is Role.HEAD
    assert [each.kind for each in network.groups][-1] == "reading hub"


@pytest.mark.qt_log_ignore("openDocument", "propagateSizeHints")
def test_dele_joins_at_the_table_by_his_slip(open_desktop: Open, played: tuple[Path, str], tmp_path: Path) -> None:
    miriam = open_desktop("miriam")
    page, stick = miriam.go(Target(Where.NETWORK)), tmp_path / "stick"
    stick.mkdir()
    table = TableDialog(page, page.view.network)
    assert [tick.text() for tick in table.people.values()] == ["Dele Akintola, Ormery Lane Junior"]
    table.choose(stick, stick / "slips.pdf")
    done(miriam, table)
    assert table.said.text().startswith("The slips would lie beside the file that they open.")
    (tmp_path / "print").mkdir()
    table.choose(None, tmp_path / "print" / "slips.pdf")
    done(miriam, table)
    [joining_file] = stick.glob("*.prb")
    assert (tmp_path / "print" / "slips.pdf").stat().st_size > 1000
    with miriam.profile.ports.store.begin() as work:
        [(person, own)] = asking.slips_in(work).items()
    network = page.view.network
    with create_profile(
        tmp_path / "dele", Unlock(world.PHRASE), name="Dele", sources=Sources(clock=lambda: world.NOW)
    ) as app:
        with miriam.profile.ports.store.begin() as work:
            document = work.document("network", network.id)
        offer = joining.InvitationView(network, (), (network.person(person),), document, page.session.signer.person)
        joining.request(app.ports, app.signer, offer, person, joining_file.parent, own)
        page.collect(stick)
        miriam.settle()
        [tick] = page._ticks.values()
        assert (tick.text(), tick.isChecked()) == ("Dele Akintola: by their slip", True)
        page.admit(stamp(played), world.PHRASE)
        miriam.settle()
        assert person in page.view.network.members
        welcome = next(path for path in stick.glob("*.prb") if "welcome" in path.name)
        assert "You are a member" in opening.bring_in(app.ports, app.renew_signer(), welcome).sentence


def test_the_dialog_of_whoever_joins_asks_for_phrase_name_and_own_words(open_desktop: Open, tmp_path: Path) -> None:
    tom = open_desktop("tom")
    dialog = JoinDialog(tom.screen.session, tmp_path / "Joining.prb", tom.shell)
    network = joining.show(tom.profile.ports, tom.profile.signer)
    with tom.profile.ports.store.begin() as work:
        document = work.document("network", network.id)
    dele = next(each for each in network.people if each.name == "Dele Akintola")
    dialog.show_invitation(joining.InvitationView(network, (), (dele,), document, network.people[0].id))
    dialog.show()
    assert dialog._slip.isVisible()
    assert dialog._go.text() == "Put my request beside the joining file"
    own = joining.InvitationView(network, (), (dele,), document, dele.id)
    second = JoinDialog(tom.screen.session, tmp_path / "Joining.prb", tom.shell)
    second.show_invitation(own)
    second.show()
    assert second._slip.parent() is None
    me = next(each for each in network.people if each.id == tom.profile.signer.person)
    several = joining.InvitationView(network, (), (me, dele, replace(me, id="0" * 32)), document, network.people[0].id)
    third = JoinDialog(tom.screen.session, tmp_path / "Joining.prb", tom.shell)
    third.show_invitation(several)  # two of one name: nobody is chosen by going on
    third.show()
    assert third._person is not None
    assert third._person.value == ""
    assert third.focusWidget() is third._person
    assert not third._go.isEnabled()
    third._person.show_value("0" * 32)
    assert third._go.isEnabled()


def test_a_triad_starts_its_own_network_from_three_lines(open_desktop: Open, tmp_path: Path) -> None:
    tom = open_desktop("tom")
    page = tom.go(Target(Where.NETWORK))
    dialog = StartDialog(page)
    for place in ("first", "second"):
        (tmp_path / place).mkdir()
        dialog.choose(place, tmp_path / place)
    dialog.name.setText("Reed")
    dialog.mine.setText("Quillbeck Primary")
    for (name, school), words in zip(dialog.colleagues, (("Miriam", "Tansy Bank"), ("Dele", "Ormery")), strict=False):
        name.setText(words[0])
        school.setText(words[1])
    assert not dialog._go.isEnabled()
    for edit in (dialog._phrase, dialog._again):
        edit.setText("four plain words here")
    assert dialog._go.isEnabled()
    done(tom, dialog)
    assert [school.name for school in page.view.network.schools] == ["Quillbeck Primary", "Tansy Bank", "Ormery"]
    assert page.session.signer.person in page.view.network.members


def test_a_new_stamp_is_made_here_and_accepted_there(open_desktop: Open, tmp_path: Path) -> None:
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    page = miriam.go(Target(Where.NETWORK))
    dialog = NewStampDialog(page)
    for place, name in enumerate(("c", "d")):
        (tmp_path / name).mkdir()
        dialog.choose(place, tmp_path / name)
    dialog.phrase.setText("another plain phrase")
    done(miriam, dialog)
    assert dialog.said.text().startswith("The phrase is typed twice")
    dialog.again.setText("another plain phrase")
    done(miriam, dialog)
    news = joining.send_network(miriam.profile.ports, miriam.profile.renew_signer(), tmp_path / "news.prb").paths[0]
    theirs = tom.go(Target(Where.NETWORK))
    tom.shell.dropped.emit([str(news)])
    button(banner(tom), "Compare the words").click()
    accept = opened(tom, AcceptStampDialog)
    said = spoken(accept)
    assert "Miriam Feldt, headteacher, made this file on Tue 17 November 2026" in said
    assert " ".join(stamping.waiting(tom.profile.ports, tom.profile.signer, news).words) in said
    button(accept, "They are the same").click()
    tom.qtbot.waitUntil(lambda: "The new stamp is accepted." in spoken(banner(tom)), timeout=20_000)
    tom.settle()
    assert theirs.view.network.root == page.view.network.root


def test_a_new_head_is_given_the_schools_reviews(open_desktop: Open, tmp_path: Path) -> None:
    miriam = open_desktop("miriam")
    page = miriam.go(Target(Where.NETWORK))
    dialog = HandOverDialog(page, page.view.network)
    tom = next(each for each in page.view.network.people if each.name == "Tom Ashdown-Reyes")
    dialog.head.show_value(tom.id)
    dialog.make(tmp_path)
    miriam.settle()
    [path] = tmp_path.glob("*.prb")
    assert "The school's reviews" in path.name


def test_schools_come_from_a_register_file_and_people_from_a_list(
    open_desktop: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    miriam = open_desktop("miriam")
    page = miriam.go(Target(Where.NETWORK))
    register = tmp_path / "edubasealldata20261001.csv"
    register.write_text(
        "URN,EstablishmentName,LA (name),EstablishmentStatus (name),PhaseOfEducation (name),NumberOfPupils\n"
        "900106,Dabberlocks Infant,Marram Vale,Open,Primary,88\n"
        "900107,Gone School,Marram Vale,Closed,Primary,90\n"
        "900108,Over the border,Elsewhere,Open,Primary,120\n",
        encoding="cp1252",
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(register), ""))
    button(page, "From a register file").click()
    taking = opened(miriam, RegisterDialog)
    done(miriam, taking)
    assert "Choose the file, and say which authority or which schools." in spoken(taking)
    button(taking, "Choose the file").click()
    taking.authority.setText("Nowhere")
    done(miriam, taking)
    assert "None of these schools is in this file." in spoken(taking)
    taking.authority.setText("marram vale")
    taking.urns.setText("900108, 900999")
    done(miriam, taking)
    assert "2 schools taken from the file. Not in the file: 900999." in spoken(banner(miriam))
    assert "Dabberlocks Infant (900106), 88 pupils" in spoken(page)
    people = tmp_path / "people.csv"
    people.write_text(
        "name,role,urn,school,triad\nAsha Penhallow,head,900106,Dabberlocks Infant,Rush\n"
        "Carys Bevan-Holt,headmistress,900108,Over the border,Rush\n"
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(people), ""))
    button(page, "From a list").click()
    miriam.settle()
    assert "There is no role called headmistress." in spoken(banner(miriam))
    assert "Asha Penhallow" not in spoken(page)
    people.write_text(people.read_text().replace("headmistress", "head"))
    button(page, "From a list").click()
    miriam.settle()
    assert "2 people and 1 group taken from the file." in spoken(banner(miriam))
    assert "Asha Penhallow, Headteacher, Dabberlocks Infant (not yet a member)" in spoken(page)
    assert page.view.source.changes == ("2 schools", "2 people", "1 group")


def test_what_the_network_agreed_on_is_typed_and_reaches_members(
    open_desktop: Open, played: tuple[Path, str], tmp_path: Path
) -> None:
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    page = miriam.go(Target(Where.NETWORK))
    about(page, "Change", "What we agreed on").click()
    agreed = opened(miriam, AgreedDialog)
    first, last = agreed.terms["Autumn"]
    first.setText("1 Sep 2026")
    done(miriam, agreed)
    assert "Please write dates like" in spoken(agreed)  # half a term
    last.setText("soon")
    done(miriam, agreed)
    assert "Please write dates like" in spoken(agreed)
    last.setText("18 Dec 2026")
    agreed.visits.setText("two")
    done(miriam, agreed)
    assert "The number of visits is not a number." in spoken(agreed)
    agreed.visits.setText("2")
    agreed.year.setText("2026/27")
    agreed.least[Audience.LEAD_HEAD].show_value(Level.FULL)
    agreed.closed.setText("27 Nov 2026, never")
    done(miriam, agreed)
    assert "Please write dates like" in spoken(agreed)
    agreed.closed.setText("27 Nov 2026")
    done(miriam, agreed)
    assert "2026/27: 2 visits to each school." in spoken(page)
    assert "Handbook: Triad review" in spoken(page)
    assert "Changed: what the network agreed on." in spoken(page)
    page.publish(stamp(played), world.PHRASE)
    miriam.settle()
    news = joining.send_network(miriam.profile.ports, miriam.profile.renew_signer(), tmp_path / "news.prb").paths[0]
    tom.shell.dropped.emit([str(news)])
    assert "the list of members is now number" in spoken(banner(tom))
    tom.settle()
    found = joining.show(tom.profile.ports, tom.profile.signer)
    assert (found.cycle.year, found.cycle.visits, dict(found.least)) == ("2026/27", 2, {"lead_head": "full"})
    assert [str(day) for day in found.closure_days] == ["2026-11-27"]


@pytest.fixture
def new_stamp(open_desktop: Open, tmp_path: Path) -> tuple[Desktop, Path, str]:
    """Miriam has made a new stamp; its file lies before Tom, with the words that are to be compared."""
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    for name in ("c", "d"):
        (tmp_path / name).mkdir()
    desk = miriam.profile.ports, miriam.profile.signer
    words = stamping.renew(*desk, (tmp_path / "c", tmp_path / "d"), "another plain phrase")
    news = joining.send_network(desk[0], miriam.profile.renew_signer(), tmp_path / "news.prb").paths[0]
    tom.go(Target(Where.NETWORK))
    return tom, news, " ".join(words)


def comparing(tom: Desktop, news: Path) -> AcceptStampDialog:
    """The dialog that compares the words, with the keyboard in it."""
    tom.screen.look_at_stamp(news)
    accept = opened(tom, AcceptStampDialog)
    assert isinstance(accept, AcceptStampDialog)
    tom.qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPushButton), timeout=20_000)
    return accept


def root_of(tom: Desktop) -> str:
    """The stamp that Tom's program believes."""
    return joining.show(tom.profile.ports, tom.profile.signer).root


def test_the_words_of_a_new_stamp_are_read_aloud_with_why_and_what_to_do(
    new_stamp: tuple[Desktop, Path, str],
) -> None:
    tom, news, words = new_stamp
    accept = comparing(tom, news)
    assert accept.windowTitle() == f"{joining.show(tom.profile.ports, tom.profile.signer).name} has a new stamp"
    read = QAccessible.queryAccessibleInterface(accept).text(QAccessible.Text.Description)
    for sentence in (
        "The old stamp was lost or stolen.",
        "Miriam Feldt, headteacher, made this file on Tue 17 November 2026",
        "Ring the office on a number you know. Let them read these words to you:",
        words,
        "If a word is different, accept nothing: somebody else may have made this file.",
    ):
        assert sentence in read
        assert sentence in spoken(accept)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert (focus.accessibleName(), focus.isDefault()) == ("Not now", True)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_no_key_pressed_once_too_often_accepts_a_new_stamp(new_stamp: tuple[Desktop, Path, str], key: Qt.Key) -> None:
    tom, news, _ = new_stamp
    accept, before = comparing(tom, news), root_of(tom)
    closed = []
    accept.finished.connect(closed.append)
    QTest.keyClick(QApplication.focusWidget(), key)
    tom.qtbot.waitUntil(lambda: bool(closed), timeout=20_000)
    tom.qtbot.waitUntil(lambda: not tom.jobs.busy, timeout=20_000)
    assert closed == [0]
    assert root_of(tom) == before


def test_a_new_stamp_is_accepted_by_keys_alone(new_stamp: tuple[Desktop, Path, str]) -> None:
    tom, news, _ = new_stamp
    accept, before = comparing(tom, news), root_of(tom)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "They are the same: accept it"
    assert focus.window() is accept
    QTest.keyClick(focus, Qt.Key.Key_Space)
    tom.qtbot.waitUntil(lambda: "The new stamp is accepted." in spoken(banner(tom)), timeout=20_000)
    assert root_of(tom) != before


def test_why_a_new_stamp_cannot_be_accepted_is_said_aloud_in_the_dialog(
    new_stamp: tuple[Desktop, Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tom, news, _ = new_stamp
    heard: list[str] = []
    monkeypatch.setattr("peerreview.gui.dialogs.announce", lambda _widget, words: heard.append(words))
    accept, before = comparing(tom, news), root_of(tom)
    news.write_bytes(b"another file")  # the stick holds something else by now
    button(accept, "They are the same").click()
    tom.qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert accept.said.text() == heard[0]
    assert accept.isVisible()
    assert root_of(tom) == before
    accept.reject()
