"""What outlives a person or a key: a new head takes a review over, a new stamp is accepted, a handbook comes along."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from peerreview.bootstrap import create_profile
from peerreview.config import paths
from peerreview.domain.people import Person, Role
from peerreview.errors import Refused
from peerreview.services import (
    issuing,
    joining,
    opening,
    preparing,
    reviews,
    sending,
    signing,
    stamping,
    verifying,
)
from tests.integration.services.world import STAMP_PHRASE, UNLOCK, World

At = Callable[[str], World]


def test_a_new_head_takes_the_review_over(at: At, tmp_path: Path) -> None:
    world = at("shared")
    gwen = world.desk("gwen")
    network = joining.show(*gwen)
    carys = Person(world.sources.ids(), "Carys Bevan-Holt", Role.HEAD, "900101")
    people = [
        replace(each, school="", organisation="Retired") if each.school == "900101" else each for each in network.people
    ]
    joining.publish(*gwen, world.stamp, STAMP_PHRASE, replace(network, people=(*people, carys)))
    with create_profile(tmp_path / "carys", UNLOCK, name="Carys Bevan-Holt", sources=world.sources) as app:
        standing = joining.show(*gwen)
        with world.app("gwen").ports.store.begin() as work:
            document = work.document("network", standing.id)
        assert document is not None
        offer = joining.InvitationView(standing, (), standing.people, document, gwen[1].person)
        asked = joining.request(app.ports, app.signer, offer, carys.id, tmp_path / "asked.prb")
        opening.bring_in(*gwen, asked.paths[0])
        joining.admit(*gwen, world.stamp, STAMP_PHRASE)
        news = joining.send_network(*gwen, tmp_path / "news.prb").paths[0]
        signer = app.renew_signer()
        opening.bring_in(app.ports, signer, news)
        signer = app.renew_signer()
        for who in ("dele", "miriam"):
            opening.bring_in(*world.desk(who), news)

        copy = sending.working_copy(*world.desk("dele"), world.review, [carys.id], tmp_path / "copy.prb")
        opening.bring_in(app.ports, signer, copy.paths[0])
        with pytest.raises(Refused):
            preparing.answer(app.ports, signer, world.review, "A7", "Challenge us on reading")
        reviews.take_over(app.ports, signer, world.review)
        preparing.answer(app.ports, signer, world.review, "A7", "Challenge us on reading")
        back = sending.working_copy(app.ports, signer, world.review, [world.people["dele"]], tmp_path / "back.prb")
        opening.bring_in(*world.desk("dele"), back.paths[0])
    view = reviews.open_review(*world.desk("dele"), world.review)
    assert (view.cast[0].name, view.cast[0].role) == ("Carys Bevan-Holt", "host")
    assert "Tom Ashdown-Reyes" not in {each.name for each in view.cast}
    assert next(each.field.text for each in view.answers if each.code == "A7") == "Challenge us on reading"
    assert view.inert == 0


def test_nobody_else_takes_a_review_over(at: At) -> None:
    world = at("shared")
    for who in ("dele", "miriam"):
        with pytest.raises(Refused) as refused:
            reviews.take_over(*world.desk(who), world.review)
        assert refused.value.code == "not_the_head"


def test_a_new_stamp_is_accepted_by_its_words_and_old_signatures_still_hold(at: At, tmp_path: Path) -> None:
    world = at("signed")
    tom = world.desk("tom")
    name, pdf = signing.pdf(*tom, world.review, "1")
    report = tmp_path / name
    report.write_bytes(pdf)
    for place in ("c", "d"):
        (tmp_path / place).mkdir()
    words = stamping.renew(*world.desk("gwen"), (tmp_path / "c", tmp_path / "d"), STAMP_PHRASE)
    world.app("gwen").renew_signer()
    news = joining.send_network(*world.desk("gwen"), tmp_path / "news.prb").paths[0]
    said = opening.bring_in(*tom, news).sentence
    assert said.startswith("Marram Vale has a new stamp. Compare these words with the office before accepting it: ")
    assert " ".join(words) in said
    assert joining.show(*tom).number == 2
    with pytest.raises(Refused) as refused:
        stamping.accept(*tom, news, words[::-1])
    assert refused.value.code == "other_words"
    stamping.accept(*tom, news, words)
    signer = world.app("tom").renew_signer()
    assert joining.show(*tom).number == 3
    assert verifying.verify_here(tom[0], signer, report).good
    with pytest.raises(Refused):
        joining.drop(*world.desk("gwen"), world.stamp, STAMP_PHRASE, world.people["tom"], "with the old stamp")


def test_a_handbook_comes_from_the_office_alone(at: At, tmp_path: Path) -> None:
    world = at("joined")
    pack = tmp_path / "pack"
    shutil.copytree(paths.forms() / "triad-p", pack)
    text = (pack / "handbook.yaml").read_text(encoding="utf-8")
    (pack / "handbook.yaml").write_text(text.replace('version: "2026.1"', 'version: "2026.2"', 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        issuing.handbook(*world.desk("tom"), pack)
    assert refused.value.code == "not_the_office"
    made = issuing.handbook(*world.desk("gwen"), pack)
    sent = sending.documents(
        *world.desk("gwen"),
        [("handbook", made.id)],
        [world.people["tom"]],
        world.file("handbook"),
        describes="Handbook",
    )
    assert "1 handbook" in opening.bring_in(*world.desk("tom"), sent.paths[0]).sentence
    assert world.app("tom").ports.library.get("triad-p").version == "2026.2"
    review = reviews.begin(*world.desk("tom"), world.triad, world.visit)
    assert reviews.open_review(*world.desk("tom"), review).handbook.version == "2026.2"
    world.close()  # and it is there again when the profile is opened the next time
    assert reviews.open_review(*world.desk("tom"), review).handbook.version == "2026.2"
