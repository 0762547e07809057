"""What may name a person is pointed out before signing and before sharing, changed in one act, and looked at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerreview.domain.reviews import Audience
from peerreview.errors import BadInput, Refused
from peerreview.services import findings, keeping, reviews, sharing, signing, writing
from peerreview.services.report_views import Finding
from peerreview.services.views import Screen
from tests.integration.services.world import World

At = Callable[[str], World]
HEADLINE = "Mrs Sunderby leads well. Three pupils left. A pupil said the adult hit him."


def likely(world: World, who: str = "dele") -> tuple[Finding, ...]:
    found = findings.before_signing(*world.desk(who), world.review)
    return tuple(each for each in found if each.code.startswith("likely_identifier"))


def headline(world: World, text: str) -> None:
    writing.write(*world.desk("dele"), world.review, writing.of("report", "report", headline=text))


def test_each_is_pointed_out_with_its_place_and_what_could_stand_there(at: At) -> None:
    world = at("drafted")
    assert likely(world) == ()
    headline(world, HEADLINE)
    found = {each.fix: each for each in likely(world)}
    assert {words: each.better for words, each in found.items()} == {
        "Mrs Sunderby": "a teacher",
        "Three pupils": "some pupils",
        "hit him": None,
    }
    target = found["Mrs Sunderby"].target
    assert target is not None
    assert (target.screen, target.record, target.field) == (Screen.REPORT, "report", "headline")
    assert all(each.stop for each in found.values())
    world.pass_on("dele", "tom")
    assert [each.better for each in likely(world, "tom")] == [None, None, None]  # not the host's words to change


def test_changed_in_one_act_and_the_rest_is_looked_at_once(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    headline(world, HEADLINE)
    name = next(each for each in likely(world) if each.fix == "Mrs Sunderby")
    findings.change(*dele, name)
    stands = reviews.open_review(*dele).report["headline"].text
    assert stands.startswith("A teacher leads well. Three pupils left.")
    with pytest.raises(BadInput):
        findings.change(*dele, name)
    for each in likely(world):
        findings.look_at(*dele, each, "Nobody can be known by it")
    assert likely(world) == ()
    headline(world, stands + " Books are cared for.")
    assert likely(world) == ()


def test_a_report_with_something_nobody_looked_at_is_not_shared(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    headline(world, "Mrs Sunderby leads well.")
    [name] = likely(world)
    findings.look_at(*dele, name, "The chair asked for it")
    for each in findings.standing(findings.before_signing(*dele)):
        findings.say_why(*dele, each, "Agreed on the day")
    signing.make_version(*dele)
    for who, following in (("dele", "miriam"), ("miriam", "tom")):
        signing.sign(*world.desk(who), world.review, "1")
        world.pass_on(who, following)
    tom = (*world.desk("tom"), world.review)
    signing.sign(*tom, "1")
    assert findings.before_sharing(*tom) == ()
    keeping.remove_for_good(*world.desk("dele"), world.review, "looked_at", name.digest[:32])
    world.pass_on("dele", "tom")
    [again] = findings.before_sharing(*tom)
    with pytest.raises(Refused) as refused:
        sharing.share(*tom, Audience.BOARD)
    assert refused.value.code == "likely_identifier"
    findings.look_at(*tom, again, "She has said that she may be named")
    assert sharing.share(*tom, Audience.BOARD).record
