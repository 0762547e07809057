"""The check for accuracy in rounds, the lead headteacher asked, and a host who answers on paper (USERS U26, S4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerreview.analysis import released
from peerreview.domain.reviews import Outcome, Step, Verdict
from peerreview.errors import BadInput, Refused
from peerreview.journal.compose import Edit
from peerreview.services import (
    check_sheet,
    checking,
    findings,
    grading,
    history,
    reporting,
    reviews,
    signing,
    writing,
)
from peerreview.services.report_views import ParagraphView
from tests.integration.services.world import World

At = Callable[[str], World]
ENTERED = "entered by Dele Akintola from Tom Ashdown-Reyes’s sheet"


def seen(world: World, who: str, code: str) -> ParagraphView:
    """One paragraph of the check as somebody sees it."""
    check = reviews.open_review(*world.desk(who), world.review).check
    return next(each for each in check.paragraphs if each.record == code)


@pytest.fixture
def unchecked(at: At) -> World:
    """The draft has been sent, and the host's computer has not been heard of since."""
    world = at("shared")
    dele = (*world.desk("dele"), world.review)
    writing.write(*dele, [Edit("report", "report", "headline", "Reading support reaches few who need it.")])
    for section, grade in {"P2": "2", "P4": "3", "O": "2"}.items():
        grading.agree(*dele, section, grade, words="Sound in most places.")
    checking.send_draft(*dele)
    return world


def test_both_sides_see_every_round_and_a_paragraph_may_be_marked_again(at: At) -> None:
    world = at("drafted")
    tom, dele = (*world.desk("tom"), world.review), (*world.desk("dele"), world.review)
    checking.mark(*tom, "R3", Verdict.CORRECTION, "It was 18 pupils, not 12.")
    world.pass_on("tom", "dele")
    checking.answer(*dele, "R3", Outcome.IN_PART, "The number is put right.")
    world.pass_on("dele", "tom")
    answered = seen(world, "tom", "R3")
    assert answered.answered
    assert [(line.who, line.words) for line in answered.rounds] == [
        ("Tom Ashdown-Reyes", "Factual correction: It was 18 pupils, not 12."),
        ("Dele Akintola", "Changed in part: The number is put right."),
    ]
    checking.mark(*tom, "R3", Verdict.DIFFERENTLY, "The sentence still says few.")
    world.pass_on("tom", "dele")
    again = seen(world, "dele", "R3")
    assert not again.answered  # the answer was to the first mark
    with pytest.raises(Refused) as refused:
        signing.make_version(*dele)
    assert refused.value.code == "host_not_heard"
    checking.answer(*dele, "R3", Outcome.KEPT, "Both of us saw it.")
    world.pass_on("dele", "tom")
    assert [line.words for line in seen(world, "tom", "R3").rounds][2:] == [
        "I see this differently: The sentence still says few.",
        "Kept, because: Both of us saw it.",
    ]
    checking.mark(*tom, "R3", Verdict.ACCURATE)  # taken as it is after all: nothing prints beside it
    headline = reporting.model(*tom).headline
    assert headline is not None
    assert headline.beside == ()


def test_either_side_can_ask_the_lead_headteacher_and_the_message_holds_both_sides_words(at: At) -> None:
    world = at("drafted")
    tom, dele = (*world.desk("tom"), world.review), (*world.desk("dele"), world.review)
    with pytest.raises(BadInput):
        checking.ask_lead(*dele, "R3")  # nothing is seen differently
    checking.mark(*tom, "R3", Verdict.DIFFERENTLY, "It was not so.")
    world.pass_on("tom", "dele")
    checking.answer(*dele, "R3", Outcome.KEPT, "Both of us saw it.")
    checking.ask_lead(*dele, "R3")
    paragraph = seen(world, "dele", "R3")
    assert paragraph.lead_asked.startswith("Dele Akintola asked the lead headteacher on ")
    for words in ("Dear Bernadette Oyelaran,", "It was not so.", "Both of us saw it.", "Quillbeck is a settled school"):
        assert words in paragraph.ask_lead
    world.pass_on("dele", "tom", "miriam")
    assert seen(world, "tom", "R3").lead_asked == paragraph.lead_asked
    with pytest.raises(Refused):
        checking.ask_lead(*world.desk("miriam"), world.review, "R3")


def test_the_sheet_numbers_every_paragraph_and_goes_out_as_word_and_as_paper(unchecked: World) -> None:
    world = unchecked
    dele = (*world.desk("dele"), world.review)
    made = check_sheet.sheet(*dele)
    shown = reviews.open_review(*dele).check.paragraphs
    assert [(each.number, each.text) for each in made.paragraphs] == [
        (number, each.text) for number, each in enumerate(shown, 1)
    ]
    assert (made.host, made.writer) == ("Tom Ashdown-Reyes", "Dele Akintola")
    name, document = check_sheet.word(*dele)
    assert name == "2026-11-17 Quillbeck Primary check for accuracy.docx"
    assert document.startswith(b"PK")
    name, pages = check_sheet.paper(*dele)
    assert name == "2026-11-17 Quillbeck Primary check for accuracy.pdf"
    assert pages.startswith(b"%PDF")


def test_answers_on_the_sheet_are_the_typists_records_and_say_so_everywhere(unchecked: World) -> None:
    world = unchecked
    dele = (*world.desk("dele"), world.review)
    with pytest.raises(BadInput):
        check_sheet.enter(*dele, "R3", Verdict.CORRECTION)  # the sheet says what should be different
    with pytest.raises(BadInput):
        check_sheet.enter(*dele, "R99", Verdict.ACCURATE)
    check_sheet.enter(*dele, "R3", Verdict.DIFFERENTLY, "It reaches 18 pupils.")
    assert seen(world, "dele", "R3").from_sheet == ENTERED  # on the screen
    assert seen(world, "dele", "R3").verdict.text == ""  # the host's own field stays empty: it is not the host's hand
    with pytest.raises(Refused) as refused:
        signing.make_version(*dele)
    assert refused.value.code == "host_not_heard"  # a mark on paper waits for an answer like any other
    checking.answer(*dele, "R3", Outcome.KEPT, "Both of us counted.")
    check_sheet.enter_rest(*dele, "A fair day.")
    view = reviews.open_review(*dele)
    assert view.check.done
    assert view.check.unmarked == 0
    assert view.check.sheet_comment is not None
    assert (view.check.sheet_comment.text, view.check.entered) == ("A fair day.", ENTERED)
    codes = {each.code.partition(":")[0] for each in findings.before_signing(*dele)}
    assert not codes & {"host_not_heard", "unconfirmed", "host_silent", "changed"}
    told = history.of_field(*world.desk("dele"), world.review, "sheet_mark", "R3", "words")  # in the history
    assert told.title == "Mark entered from the host's sheet, words"
    assert [line.who for line in told.lines] == ["Dele Akintola"]
    model = reporting.model(*dele)  # in the report
    assert model.headline is not None
    assert [(each.who, each.words) for each in model.headline.beside] == [
        (f"Tom Ashdown-Reyes, host head ({ENTERED})", "It reaches 18 pupils.")
    ]
    assert any(line.startswith(f"Check for accuracy: {ENTERED}") for line in model.reasons)
    assert model.comment is not None
    assert model.comment.text == f"A fair day. ({ENTERED})"
    assert model.data == released.encode(released.decode(model.data).content, released.decode(model.data).tips)


def test_the_hosts_own_mark_goes_before_what_was_typed_in_and_cannot_be_typed_over(unchecked: World) -> None:
    world = unchecked
    dele = (*world.desk("dele"), world.review)
    check_sheet.enter(*dele, "R3", Verdict.DIFFERENTLY, "It reaches 18 pupils.")
    check_sheet.enter_comment(*dele, "A fair day.")
    world.pass_on("dele", "tom")
    tom = (*world.desk("tom"), world.review)
    assert seen(world, "tom", "R3").from_sheet == ENTERED  # the host sees what was typed in his name
    for edit in (Edit("sheet_mark", "R3", "words", "Mine"), Edit("sheet", "sheet", "comment", "Mine")):
        with pytest.raises(Refused):
            writing.write(*tom, [edit])  # and cannot alter the writer's record either
    checking.mark(*tom, "R3", Verdict.CORRECTION, "It is 19 pupils.")
    checking.comment(*tom, "My own words.")
    world.pass_on("tom", "dele")
    own = seen(world, "dele", "R3")
    assert (own.marked, own.marked_words, own.from_sheet) == ("correction", "It is 19 pupils.", "")
    assert [line.who for line in own.rounds] == [f"Tom Ashdown-Reyes ({ENTERED})", "Tom Ashdown-Reyes"]
    for act in (
        lambda: check_sheet.enter(*dele, "R3", Verdict.ACCURATE),
        lambda: check_sheet.enter_comment(*dele, "All is well."),
    ):
        with pytest.raises(Refused):
            act()
    comment = reporting.model(*dele).comment
    assert comment is not None
    assert comment.text == "My own words."
    with pytest.raises(Refused):
        writing.write(*dele, [Edit("check_mark", "R3", "words", "It is 12.")])


def test_only_the_writer_types_a_sheet_in_and_only_once_the_draft_is_out(at: At) -> None:
    world = at("shared")
    with pytest.raises(Refused) as refused:
        check_sheet.enter(*world.desk("dele"), world.review, "R3", Verdict.ACCURATE)
    assert refused.value.code == "no_draft"
    checking.send_draft(*world.desk("dele"), world.review)
    world.pass_on("dele", "tom", "miriam")
    for who in ("tom", "miriam"):
        with pytest.raises(Refused) as refused:
            check_sheet.enter(*world.desk(who), world.review, "R3", Verdict.ACCURATE)
        assert refused.value.code == "not_the_writer"


def test_a_second_sheet_tells_what_was_said_before(unchecked: World) -> None:
    world = unchecked
    dele = (*world.desk("dele"), world.review)
    check_sheet.enter(*dele, "R3", Verdict.DIFFERENTLY, "It reaches 18 pupils.")
    checking.answer(*dele, "R3", Outcome.KEPT, "Both of us counted.")
    [headline] = [each for each in check_sheet.sheet(*dele).paragraphs if each.said]
    assert headline.said == (
        f"Tom Ashdown-Reyes ({ENTERED}): I see this differently: It reaches 18 pupils.",
        "Dele Akintola: Kept, because: Both of us counted.",
    )
    assert reviews.open_review(*dele).steps[list(Step).index(Step.CHECKED)].on is None
