"""A joining table at a heads' briefing: slips of paper, one folder, admission of all at once, one welcome file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from peerreview.bootstrap import App, create_profile
from peerreview.domain.network import School
from peerreview.domain.people import Person, Role
from peerreview.domain.slip import Slip
from peerreview.errors import EnvironmentFault, Refused
from peerreview.reports.slips import make_slips
from peerreview.services import asking, joining, joining_table, office, opening
from tests.integration.services.world import STAMP_PHRASE, UNLOCK, World

At = Callable[[str], World]

NEW = (("Asha Penhallow", "900105", "Oxlip Lane Primary"), ("Carys Bevan-Holt", "900106", "Dabberlocks Infant"))
PHRASE = "amber candle drift elbow"


@pytest.fixture
def people(at: At) -> tuple[World, list[str]]:
    """The world, and two heads whom the office has just put on the list."""
    world = at("joined")
    gwen = world.desk("gwen")
    for _, urn, school in NEW:
        office.keep_school(*gwen, School(urn, school))
    ids = [office.keep_person(*gwen, Person("", name, Role.HEAD, urn)) for name, urn, _ in NEW]
    office.publish(*gwen, world.stamp, STAMP_PHRASE)
    return world, ids


def offered(world: World, laid: joining_table.Laid) -> joining.InvitationView:
    """What the joining file offers to whoever has the phrase."""
    return joining.read_invitation(world.app("tom").ports, laid.invited.sent.paths[0], PHRASE)


def own_words(world: World, person: str) -> str:
    """What is printed on somebody's slip."""
    with world.app("gwen").ports.store.begin() as work:
        return asking.slips_in(work)[person]


def sits_down(world: World, folder: Path, name: str) -> App:
    """A head's own laptop, at the table for the first time."""
    return create_profile(folder, UNLOCK, name=name, sources=world.sources)


def words_in(pdf: Path) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_two_heads_join_by_their_slips_and_one_welcome_file(people: tuple[World, list[str]], tmp_path: Path) -> None:
    world, ids = people
    gwen, stick, slips = world.desk("gwen"), tmp_path / "stick", tmp_path / "slips.pdf"
    stick.mkdir()
    laid = joining_table.lay(*gwen, ids, stick, slips, PHRASE)
    [page] = words_in(slips)
    for (name, _, school), person in zip(NEW, ids, strict=True):
        assert all(words in page for words in (name, school, PHRASE, own_words(world, person)))
    assert PHRASE.encode() not in laid.invited.sent.paths[0].read_bytes()
    offer = offered(world, laid)
    apps = [sits_down(world, tmp_path / name, name) for name, _, _ in NEW]
    joining.request(apps[0].ports, apps[0].signer, offer, ids[0], stick, own_words(world, ids[0]).title())
    joining.request(apps[1].ports, apps[1].signer, offer, ids[1], stick, "not these")
    assert joining_table.collect(*gwen, stick).names == ("Asha Penhallow", "Carys Bevan-Holt")
    assert joining_table.collect(*gwen, stick) == joining_table.Collected((), ())
    waiting = {each.name: each for each in asking.waiting(*gwen)}
    assert [waiting[name].slip for name, _, _ in NEW] == [True, False]
    assert len(waiting["Carys Bevan-Holt"].check_words) == 6
    admitted, welcome = joining_table.finish(*gwen, world.stamp, STAMP_PHRASE, (), stick)
    assert admitted.names == ("Asha Penhallow", "Carys Bevan-Holt")
    assert welcome is not None
    for app in apps:
        said = opening.bring_in(app.ports, app.renew_signer(), welcome.paths[0]).sentence
        assert "You are a member of Marram Vale." in said
        app.close()
    assert joining_table.collect(*gwen, stick) == joining_table.Collected((), ())  # the stick may stay as it is
    assert asking.waiting(*gwen) == ()
    with world.app("gwen").ports.store.begin() as work:
        assert asking.slips_in(work) == {}


def test_the_words_of_a_slip_serve_nobody_else(people: tuple[World, list[str]], tmp_path: Path) -> None:
    world, ids = people
    gwen, stick = world.desk("gwen"), tmp_path / "stick"
    stick.mkdir()
    offer = offered(world, joining_table.lay(*gwen, ids, stick, tmp_path / "slips.pdf", PHRASE))
    with sits_down(world, tmp_path / "thief", "Asha Penhallow") as app:
        joining.request(app.ports, app.signer, offer, ids[0], stick, own_words(world, ids[1]))
    joining_table.collect(*gwen, stick)
    [asked] = asking.waiting(*gwen)
    assert (asked.name, asked.slip) == ("Asha Penhallow", False)


def test_slips_never_lie_beside_the_file_that_they_open(people: tuple[World, list[str]], tmp_path: Path) -> None:
    world, ids = people
    gwen, stick = world.desk("gwen"), tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(Refused) as refused:
        joining_table.lay(*gwen, ids, stick, stick / "slips.pdf")
    assert refused.value.code == "slips_beside_file"
    with pytest.raises(EnvironmentFault):
        joining_table.lay(*gwen, ids, stick, tmp_path / "no such folder" / "slips.pdf")
    with pytest.raises(Refused):
        joining_table.lay(*gwen, [], stick, tmp_path / "slips.pdf")
    assert list(stick.iterdir()) == []


def test_what_is_no_request_is_passed_over_or_named(people: tuple[World, list[str]], tmp_path: Path) -> None:
    world, ids = people
    gwen, stick = world.desk("gwen"), tmp_path / "stick"
    stick.mkdir()
    joining_table.lay(*gwen, ids, stick, tmp_path / "slips.pdf")
    (stick / "broken.prb").write_bytes(b"age-encryption.org/v1\nnonsense")
    (stick / "holiday.jpg").write_bytes(b"no")
    joining.send_network(*world.desk("gwen"), stick)
    found = joining_table.collect(*gwen, stick)
    assert found.names == ()
    assert [Path(each.path).name for each in found.unopened] == ["broken.prb"]


def test_what_cannot_be_read_holds_up_nobody(people: tuple[World, list[str]], tmp_path: Path) -> None:
    world, ids = people
    gwen, stick = world.desk("gwen"), tmp_path / "stick"
    (stick / "a folder.prb").mkdir(parents=True)
    laid = joining_table.lay(*gwen, ids, stick, tmp_path / "slips.pdf", PHRASE)
    head = sits_down(world, tmp_path / "head", NEW[0][0])
    with head:
        joining.request(head.ports, head.signer, offered(world, laid), ids[0], stick)
    found = joining_table.collect(*gwen, stick)
    assert found.names == (NEW[0][0],)
    assert [(Path(each.path).name, each.code) for each in found.unopened] == [("a folder.prb", "unreadable")]


def test_slips_of_seventy_heads_are_cut_three_to_a_side(tmp_path: Path) -> None:
    slip = Slip("Marram Vale", "Bernadette Oyelaran-Ashdown", "Tansy Bank Church of England Primary", PHRASE, "ox elm")
    many = [replace(slip, name=f"{slip.name} {number}") for number in range(70)]
    made = tmp_path / "slips.pdf"
    made.write_bytes(make_slips(many, date(2026, 9, 1)))
    pages = words_in(made)
    assert len(pages) == 24
    assert all(page.count(PHRASE) == 3 for page in pages[:-1])
