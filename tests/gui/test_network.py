"""The network's page: its office adds, publishes, lays a joining table and admits; a head joins by the slip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.bootstrap import Sources, Unlock, create_profile
from peerreview.domain.people import Role
from peerreview.gui.screens.founding import StartDialog
from peerreview.gui.screens.joining import JoinDialog
from peerreview.gui.screens.joining_table import TableDialog
from peerreview.gui.screens.network_lists import GroupDialog, MemberDialog, SchoolDialog
from peerreview.gui.screens.network_office import HandOverDialog
from peerreview.gui.screens.stamp import AcceptStampDialog, NewStampDialog
from peerreview.services import asking, joining, opening, stamping
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import world
from tests.gui.conftest import Desktop

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
    words = stamping.waiting(tom.profile.ports, tom.profile.signer, news)
    accept = AcceptStampDialog(theirs, news, words)
    done(tom, accept)
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
