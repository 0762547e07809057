"""A computer on which a safe copy was brought back is a new one: it gets keys of its own by the office's next list."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.bootstrap import App, Unlock, create_profile, restore_instead, restore_profile
from peerreview.errors import Refused
from peerreview.persistence.keyholder import RING_COPY
from peerreview.persistence.store import BACKUPS
from peerreview.services import (
    asking,
    devices,
    home,
    joining,
    keeping,
    membership,
    noting,
    opening,
    own_keys,
    reviews,
    sending,
)
from peerreview.services.own_keys import Whose
from tests.integration.services.world import STAMP_PHRASE, UNLOCK, Ring, World

At = Callable[[str], World]
RING = Ring()
NEW = Unlock(keyring=lambda: RING)


@pytest.fixture
def words(at: At, tmp_path: Path) -> tuple[World, str]:
    """Miriam has saved a safe copy under `copy`; the words of her emergency sheet."""
    world = at("shared")
    noting.add(*world.desk("dele"), world.review, "books: there from the beginning")
    world.pass_on("dele", "miriam")
    kit = keeping.make_kit(*world.desk("miriam"), at_once=True)
    keeping.safe_copy(*world.desk("miriam"), tmp_path / "copy")
    return world, " ".join(kit.words)


def restored(world: World, tmp_path: Path, words: str) -> App:
    """Her safe copy on a new computer, where a new copy is saved at once."""
    app = restore_profile(tmp_path / "copy", tmp_path / "new", NEW, words, world.sources)
    world._apps["new"], world.people["new"] = app, world.people["miriam"]
    keeping.safe_copy(*world.desk("new"), tmp_path / "later")
    return app


def notice(world: World, who: str) -> str:
    """What Home says of the computer's keys."""
    return next((each.text for each in home.show(*world.desk(who)).notices if each.code == "new_keys"), "")


def asks(world: World) -> Path:
    """The request of the new computer, made again: it is for the same keys."""
    made = [devices.ask_anew(*world.desk("new"), world.file("asked")).paths[0] for _ in range(2)]
    return made[-1]


def test_its_old_keys_vouch_for_its_own_and_any_file_puts_them_in_place(
    words: tuple[World, str], tmp_path: Path
) -> None:
    world, sheet = words
    gwen, app = world.desk("gwen"), restored(world, tmp_path, sheet)
    old = app.signer.actor
    assert notice(world, "new") == (
        "To your network this is a new computer, which still works with the old one's keys."
    )
    noting.add(*world.desk("new"), world.review, "walk: typed before it had keys of its own")
    said = opening.look(*gwen, asks(world)).said
    assert said.startswith("Miriam Feldt, headteacher, Tansy Bank C of E Primary, asks for another computer. The one ")
    assert "vouches for it, so nothing needs comparing" in said
    opening.bring_in(*gwen, asks(world))
    [waits] = asking.waiting(*gwen)
    assert (waits.own, waits.doubt) == (True, "")
    assert "You asked your office on " in notice(world, "new")
    joining.admit(*gwen, world.stamp, STAMP_PHRASE)
    opening.bring_in(*world.desk("dele"), joining.send_network(*gwen, world.file("news")).paths[0])
    file = sending.working_copy(*world.desk("dele"), world.review, [world.people["miriam"]], world.file("copy")).paths[
        0
    ]
    came = opening.bring_in(*world.desk("new"), file).said
    assert any(each.startswith("This computer has keys of its own now.") for each in came)
    assert app.renew_signer().actor != old
    assert notice(world, "new") == ""
    listed = own_keys.computers(joining.show(*gwen), world.people["miriam"])
    assert [each.actor for each in listed] == [old, app.signer.actor]
    joining.drop(*gwen, world.stamp, STAMP_PHRASE, world.people["miriam"], "Lost laptop, cancelled", listed[0].actor)
    news = joining.send_network(*gwen, world.file("news")).paths[0]
    planned = opening.look(*world.desk("dele"), news).said
    assert planned == "A newer list of members is to take the place of the one here."
    said = opening.bring_in(*world.desk("dele"), news).sentence
    assert "Miriam Feldt's computer listed since " in said
    assert "is cancelled (Lost laptop, cancelled)." in said
    world.pass_on("new", "dele")  # what was written with the old keys is sealed by the new ones
    notes = [note.text.text for note in reviews.open_review(*world.desk("dele"), world.review).notes]
    assert notes == ["there from the beginning", "typed before it had keys of its own"]
    assert opening.aside(*world.desk("dele")) == ()
    with pytest.raises(Refused) as refused:
        devices.ask_anew(*world.desk("new"), world.file("asked"))
    assert refused.value.code == "own_keys"


def test_word_that_files_arrived_does_not_go_astray_in_a_request(words: tuple[World, str], tmp_path: Path) -> None:
    """What asks the office for something is read for that alone: word of what arrived waits for the next file."""
    world, sheet = words
    gwen = world.desk("gwen")
    restored(world, tmp_path, sheet)
    welcome = joining.send_network(*gwen, world.file("news"))
    opening.bring_in(*world.desk("new"), welcome.paths[0])
    opening.bring_in(*gwen, asks(world))
    opening.bring_in(*gwen, sending.receipts(*world.desk("new"), [world.people["gwen"]], world.file("word")).paths[0])
    with gwen[0].store.begin() as work:
        [sent] = [each for each in work.sendings() if each.bundle in welcome.bundles]
    assert [person for person, _ in sent.arrived] == [world.people["miriam"]]


def test_a_stolen_one_is_cancelled_first_and_then_words_are_compared(words: tuple[World, str], tmp_path: Path) -> None:
    world, sheet = words
    gwen, app = world.desk("gwen"), restored(world, tmp_path, sheet)
    before = asks(world)  # vouched for by keys that are cancelled before the office opens it
    joining.drop(*gwen, world.stamp, STAMP_PHRASE, world.people["miriam"], "Lost laptop, cancelled")
    opening.bring_in(*gwen, before)
    [waits] = asking.waiting(*gwen)
    assert not waits.own
    assert waits.doubt.startswith("The one that vouches for it was cancelled on ")
    opening.bring_in(*world.desk("dele"), joining.send_network(*gwen, world.file("news")).paths[0])
    plan = sending.triad_copy(*world.desk("dele"), world.triad, [world.people["tom"]], world.file("plan"))
    opening.bring_in(*world.desk("tom"), plan.paths[0])
    with world.app("new").ports.store.begin() as work:  # the news reaches her by hand: nobody can encrypt to her
        document = world.app("gwen").ports.store
        with document.begin() as theirs:
            found = joining.membership.standing(theirs)
        assert found is not None
        joining.accept_in(app.ports, work, found.document, found.network)
        work.commit()
    assert "(Lost laptop, cancelled). You can read and write; sending waits" in notice(world, "new")
    opening.bring_in(*gwen, asks(world))
    keys = devices.mine(*world.desk("new")).keys
    assert keys.whose is Whose.CANCELLED
    [waits] = asking.waiting(*gwen)
    assert (waits.own, waits.check_words) == (False, keys.words)
    joining.admit(*gwen, world.stamp, STAMP_PHRASE)
    opening.bring_in(*world.desk("new"), joining.send_network(*gwen, world.file("news")).paths[0])
    app.renew_signer()
    assert devices.mine(*world.desk("new")).keys.whose is Whose.OWN
    opening.bring_in(*world.desk("dele"), joining.send_network(*gwen, world.file("news")).paths[0])
    world.pass_on("dele", "new")


@pytest.mark.parametrize("told", [False, True], ids=["its copy is older", "it knows that it is cancelled"])
def test_with_one_computer_lost_the_other_vouches_for_the_one_brought_back(
    words: tuple[World, str], tmp_path: Path, told: bool
) -> None:
    world, sheet = words
    gwen, miriam, me = world.desk("gwen"), world.desk("miriam"), world.people["miriam"]
    desktop = create_profile(world.folder / "desktop", UNLOCK, name="Miriam", sources=world.sources)
    world._apps["desktop"], world.people["desktop"] = desktop, me
    lost = world.app("miriam").signer.actor
    _by_another(world, "miriam", "desktop")
    opening.bring_in(*miriam, joining.send_network(*gwen, world.file("news")).paths[0])
    keeping.safe_copy(*miriam, tmp_path / "copy")
    app = restored(world, tmp_path, sheet)
    joining.drop(*gwen, world.stamp, STAMP_PHRASE, me, "Lost laptop, cancelled", lost)
    opening.bring_in(*world.desk("desktop"), joining.send_network(*gwen, world.file("news")).paths[0])
    if told:
        with world.app("gwen").ports.store.begin() as theirs:
            found = membership.standing(theirs)
        with app.ports.store.begin() as work:
            assert found is not None
            joining.accept_in(app.ports, work, found.document, found.network)
            work.commit()
        with pytest.raises(Refused) as refused:
            devices.ask_anew(*world.desk("new"), world.file("asked"))
        assert refused.value.code == "other_computer"
        assert "Add another computer" in refused.value.todo
    else:
        opening.bring_in(*gwen, asks(world))
        assert "listed adds it" in joining.admit(*gwen, world.stamp, STAMP_PHRASE).refused[0][1]
    stands = devices.mine(*world.desk("new")).keys
    assert (stands.whose, stands.others) == (Whose.CANCELLED if told else Whose.COPIED, True)
    _by_another(world, "desktop", "new")
    assert devices.mine(*world.desk("new")).keys.whose is Whose.OWN
    network = joining.show(*gwen)
    assert {each.actor for each in own_keys.computers(network, me)} == {desktop.signer.actor, app.signer.actor}
    opening.bring_in(*world.desk("dele"), joining.send_network(*gwen, world.file("news")).paths[0])
    noting.add(*world.desk("new"), world.review, "walk: typed on the one brought back")
    world.pass_on("new", "dele")
    world.pass_on("dele", "new", "desktop")


def _by_another(world: World, first: str, second: str) -> None:
    """A listed computer makes a joining file for another, vouches for it, and the office admits it."""
    phrase, me = "four plain words here", world.people["miriam"]
    file = devices.add(*world.desk(first), world.file("own"), phrase).sent.paths[0]
    app = world.app(second)
    offer = joining.read_invitation(app.ports, file, phrase)
    asked = joining.request(app.ports, app.signer, offer, me, world.file("asked"))
    app.renew_signer()
    opening.bring_in(*world.desk(first), asked.paths[0])
    [mine] = asking.own(*world.desk(first))
    opening.bring_in(*world.desk("gwen"), devices.vouch(*world.desk(first), mine.actor, world.file("ok")).paths[0])
    [waits] = [each for each in asking.waiting(*world.desk("gwen")) if each.own]
    joining.admit(*world.desk("gwen"), world.stamp, STAMP_PHRASE, [waits.actor])
    opening.bring_in(*world.desk(second), joining.send_network(*world.desk("gwen"), world.file("news")).paths[0])
    app.renew_signer()


def test_brought_back_where_it_was_made_it_keeps_its_keys(words: tuple[World, str], tmp_path: Path) -> None:
    world, sheet = words
    world.app("miriam").close()
    del world._apps["miriam"]
    miriam = world.folder / "miriam"
    with restore_instead(tmp_path / "copy", miriam, world.unlock, sheet, world.sources) as app:
        assert devices.mine(app.ports, app.signer).keys.whose is Whose.OWN
        inside = miriam / BACKUPS / "before"
        keeping.safe_copy(app.ports, app.signer, tmp_path / "made")
    inside.mkdir(parents=True)
    for path in (tmp_path / "made").iterdir():
        if path.name != RING_COPY:
            shutil.copy(path, inside)
    with restore_instead(inside, miriam, NEW, sheet, world.sources) as app:
        assert devices.mine(app.ports, app.signer).keys.whose is Whose.OWN


def test_a_copy_of_another_computer_in_place_of_a_profile_is_not_taken_for_its_own(
    words: tuple[World, str], tmp_path: Path
) -> None:
    world, sheet = words
    desktop = tmp_path / "desktop"
    create_profile(desktop, NEW, name="Miriam", sources=world.sources).close()
    with restore_instead(tmp_path / "copy", desktop, NEW, sheet, world.sources) as app:
        assert devices.mine(app.ports, app.signer).keys.whose is Whose.COPIED
