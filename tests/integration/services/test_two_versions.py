"""What has two versions is found wherever it stands in a review, in words; a removal beside an edit is one of them."""

from __future__ import annotations

from collections.abc import Callable

from peerreview.journal.compose import Edit
from peerreview.services import noting, opening, reviews, sending, settling, writing
from tests.integration.services.world import World

At = Callable[[str], World]
ASKED = "d" * 32


def test_an_answer_in_the_reviewers_own_file_is_found_from_its_review(at: At) -> None:
    world = at("shared")
    dele, miriam = world.desk("dele"), world.desk("miriam")
    noting.add(*dele, world.review, "walk: begins the reviewers' own file")
    reviewers = next(each.text.stream for each in reviews.open_review(*dele, world.review).notes)
    writing.write(*dele, reviewers, writing.of("asked", ASKED, text="Who reads least?", validated=False))
    world.pass_on("dele", "miriam")
    for desk, answer, sound in ((dele, "Year 4.", True), (miriam, "Boys.", False)):
        writing.write(*desk, reviewers, writing.of("asked", ASKED, answer=answer, validated=sound))
    path = sending.working_copy(*miriam, world.review, [world.people["dele"]], world.file("hers")).paths[0]
    brought = opening.bring_in(*dele, path)
    assert (brought.two_versions, brought.streams[0]) == (1, world.review)
    [two] = settling.waiting(*dele, world.review)
    assert [each.said for each in two.field.versions] == ["Year 4.", "Boys."]


def test_what_one_removed_and_another_wrote_on_is_chosen(at: At) -> None:
    world = at("drafted")
    dele, miriam = world.desk("dele"), world.desk("miriam")
    point = reviews.open_review(*dele, world.review).points[0]
    for away in (True, False):
        writing.write(*dele, world.review, [Edit("main_point", point.record, "gone", True)])
        writing.write(*miriam, world.review, [Edit("main_point", point.record, "text", f"Hers, {away}.")])
        path = sending.working_copy(*miriam, world.review, [world.people["dele"]], world.file(f"hers {away}")).paths[0]
        plan = opening.look(*dele, path)
        assert plan.clashes == ("Main point: removed by you, and written on by Miriam Feldt",)
        opening.bring_in(*dele, path)
        assert reviews.open_review(*dele, world.review).two_versions == 1
        [two] = settling.waiting(*dele, world.review)
        assert two.title == "Main point: removed, or kept?"
        removal, edit = two.field.versions
        assert (removal.mine, removal.said) == (True, "Removed")
        assert (edit.who, edit.said) == ("Miriam Feldt", f"Kept, with text: Hers, {away}.")
        settling.choose(*dele, two.field, edit.op if away else removal.op)
        assert settling.waiting(*dele, world.review) == ()
        assert reviews.open_review(*dele, world.review).two_versions == 0
        stands = {each.record for each in reviews.open_review(*dele, world.review).points}
        assert (point.record in stands) is away
        if away:
            world.pass_on("dele", "miriam")
            assert settling.waiting(*miriam, world.review) == ()
