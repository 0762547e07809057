"""Never lose a word: typing is durable at once, becomes changes, and is kept when it may no longer be written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerreview.bootstrap import open_profile
from peerreview.errors import Refused
from peerreview.journal.compose import Edit
from peerreview.services import (
    contacts,
    history,
    noting,
    opening,
    reviews,
    safeguarding,
    sending,
    settling,
    signing,
    start,
    typing,
    writing,
)
from tests.integration.services.world import UNLOCK, World

At = Callable[[str], World]


def test_typing_is_there_after_the_computer_stopped(at: At) -> None:
    world = at("shared")
    noted = noting.add(*world.desk("dele"), world.review, "walk: calm")
    stream = reviews.open_review(*world.desk("dele"), world.review).reviewers_stream
    ports, signer = world.desk("dele")
    field = reviews.open_review(ports, signer, world.review).notes[0].text
    typing.keep(ports, signer, stream, "note", noted.records[0], "text", "calm and kind, Y4 books show", field.saw)
    world.close()  # nothing was settled: as after a kill, the words are only in the typing
    with open_profile(world.folder / "dele", UNLOCK, world.sources) as app:
        assert app.recovered.fields == 1
        assert app.recovered.words == "calm and kind, Y4 books show"
        assert app.recovered.sentence.startswith("The computer stopped at ")
        [note] = reviews.open_review(app.ports, app.signer, world.review).notes
        assert note.text.text == "calm and kind, Y4 books show"
    with open_profile(world.folder / "dele", UNLOCK, world.sources) as app:
        assert app.recovered.sentence == ""


def test_the_last_words_are_said_although_another_field_was_emptied_later(at: At) -> None:
    world = at("shared")
    ports, signer = world.desk("tom")
    typing.keep(ports, signer, world.review, "answer", "A7", "value", "Challenge us on reading", ())
    typing.keep(ports, signer, world.review, "answer", "A8", "value", "", ())
    recovered = start.recover(ports, signer)
    assert (recovered.fields, recovered.words) == (1, "Challenge us on reading")
    assert ports.typing.entries() == ()


def test_settling_one_review_leaves_other_typing_alone(at: At) -> None:
    world = at("shared")
    ports, signer = world.desk("tom")
    typing.keep(ports, signer, world.review, "answer", "A7", "value", "Challenge us on reading", ())
    typing.keep(ports, signer, world.triad, "triad", "triad", "name", "Reed triad", ())
    assert len(typing.settle(ports, signer, world.review).changes) == 1
    assert [entry.text for entry in ports.typing.entries()] == ["Reed triad"]
    assert reviews.open_review(ports, signer, world.review).answers[-2].field.text == "Challenge us on reading"


def test_a_guest_who_signs_leaves_the_owners_typing_to_the_owner(at: At) -> None:
    world = at("shared")
    ports, tom = world.desk("tom")
    typing.keep(ports, tom, world.review, "answer", "A7", "value", "Challenge us on reading", ())
    assert typing.settle(ports, world.guest("miriam")) == typing.Settled((), ())
    assert [entry.author for entry in ports.typing.entries()] == [tom.person]
    assert len(typing.settle(ports, tom).changes) == 1


def test_what_arrived_while_typing_makes_two_versions_and_nothing_is_lost(at: At) -> None:
    world = at("drafted")
    dele, miriam = world.desk("dele"), world.desk("miriam")
    point = reviews.open_review(*dele, world.review).points[0]
    typing.keep(
        *dele, world.review, "main_point", point.record, "text", "Mine, typed before the file came.", point.text.saw
    )
    writing.write(*miriam, world.review, [Edit("main_point", point.record, "text", "Hers, sent meanwhile.")])
    world.pass_on("miriam", "dele")
    typing.settle(*dele)
    [two] = settling.waiting(*dele, world.review)
    assert {version.value for version in two.field.versions} == {
        "Mine, typed before the file came.",
        "Hers, sent meanwhile.",
    }
    assert reviews.open_review(*dele, world.review).two_versions == 1

    hers = next(version for version in two.field.versions if not version.mine)
    settling.choose(*dele, two.field, hers.op)
    assert settling.waiting(*dele, world.review) == ()
    assert reviews.open_review(*dele, world.review).points[0].text.text == "Hers, sent meanwhile."
    said = [line.value for line in history.of_field(*dele, world.review, "main_point", point.record, "text").lines]
    assert "Mine, typed before the file came." in said


def test_both_versions_may_stand(at: At) -> None:
    world = at("drafted")
    dele, miriam = world.desk("dele"), world.desk("miriam")
    point = reviews.open_review(*dele, world.review).points[0]
    for desk, words in ((dele, "One."), (miriam, "Other.")):
        writing.write(*desk, world.review, [Edit("main_point", point.record, "text", words)])
    world.pass_on("miriam", "dele")
    [two] = settling.waiting(*dele, world.review)
    settling.both(*dele, two.field)
    assert reviews.open_review(*dele, world.review).points[0].text.text == "One.\nOther."


def test_both_stand_in_one_line_where_there_is_but_one(at: At) -> None:
    world = at("joined")
    tom, miriam = world.desk("tom"), world.desk("miriam")
    for desk, name in ((tom, "Idris Moss"), (miriam, "Shona Prewett-Vale")):
        contacts.keep(*desk, world.triad, "900101", {"lead": (name, "Room 4", "ext 21")})
    plan = sending.triad_copy(*miriam, world.triad, [world.people["tom"]], world.file("plan"))
    opening.bring_in(*tom, plan.paths[0])
    [two] = settling.waiting(*tom, world.triad)
    assert (two.both, two.one_line) == ("Idris Moss; Shona Prewett-Vale", True)
    settling.both(*tom, two.field)
    [lead] = [each for each in safeguarding.whom(*tom)[0].contacts if each.duty == "lead"]
    assert lead.name == "Idris Moss; Shona Prewett-Vale"


def test_of_two_grades_or_where_one_says_nothing_both_cannot_stand(at: At) -> None:
    world = at("drafted")
    dele, miriam = world.desk("dele"), world.desk("miriam")
    first, second = reviews.open_review(*dele, world.review).points[:2]
    for desk, tag, words in ((dele, "question", None), (miriam, "next_step", "Other.")):
        edits = [Edit("main_point", first.record, "tag", tag), Edit("main_point", second.record, "text", words)]
        writing.write(*desk, world.review, edits)
    world.pass_on("miriam", "dele")
    found = settling.waiting(*dele, world.review)
    assert len(found) == 2
    for two in found:
        assert not two.both
        with pytest.raises(Refused) as refused:
            settling.both(*dele, two.field)
        assert refused.value.code == "not_both"


def test_typing_that_may_no_longer_be_written_is_kept_and_shown(at: At) -> None:
    world = at("shared")
    ports, signer = world.desk("miriam")
    typing.keep(ports, signer, world.review, "agreed", "P2", "words", "I would say otherwise", ())
    settled = typing.settle(ports, signer)
    assert settled.changes == ()
    [kept] = settled.kept
    assert kept.text == "I would say otherwise"
    assert typing.kept(ports, signer) == settled.kept
    typing.let_go(ports, signer, kept)
    assert typing.kept(ports, signer) == ()


def test_signing_takes_typing_along(at: At) -> None:
    world = at("drafted")
    ports, signer = world.desk("dele")
    field = reviews.open_review(ports, signer, world.review).report["headline"]
    typing.keep(ports, signer, world.review, "report", "report", "headline", "A new headline.", field.saw)
    with pytest.raises(Refused) as refused:  # the host has not seen this paragraph: so it was part of what was judged
        signing.make_version(ports, signer, world.review)
    assert refused.value.code == "changed"
    assert ports.typing.entries() == ()


def test_a_note_begun_by_typing_is_one_note(at: At) -> None:
    world = at("shared")
    ports, signer = world.desk("dele")
    noting.add(ports, signer, world.review, "walk: first")
    stream = reviews.open_review(ports, signer, world.review).reviewers_stream
    record = writing.fresh(ports)
    typing.keep(ports, signer, stream, "note", record, "text", "books: half a sen", ())
    noting.add(ports, signer, world.review, "books: half a sentence, then whole", record=record)
    assert ports.typing.entries() == ()
    notes = reviews.open_review(ports, signer, world.review).notes
    assert [(note.activity, note.text.text) for note in notes] == [
        ("LWALK", "first"),
        ("BOOKS", "half a sentence, then whole"),
    ]
    assert start.recover(ports, signer).fields == 0
