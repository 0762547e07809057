"""After the report: who tells whom about an overall 3, the workshop, the action check, progress sent up, carried on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from peerreview.domain.exchange import DocumentKind
from peerreview.domain.reviews import Audience, Level, Step
from peerreview.errors import BadInput, Refused
from peerreview.services import (
    board,
    contacting,
    dossier,
    findings,
    following,
    grading,
    home,
    leading,
    opening,
    planning,
    preparing,
    progressing,
    receiving,
    reviews,
    sending,
    sharing,
    signing,
    visits,
)
from peerreview.services.views import Screen
from tests.integration.services.world import World

At = Callable[[str], World]
CHAIR, RINGS, BY = "Chair of the panel", "Tom Ashdown-Reyes", date(2026, 12, 9)


def asking_for_support(world: World) -> World:
    """The overall grade is agreed as a 3, and all have signed."""
    dele = (*world.desk("dele"), world.review)
    grading.agree(*dele, "O", "3", words="Support is needed with reading.")
    world.pass_on("dele", "tom")
    grading.confirm(*world.desk("tom"), world.review)
    world.pass_on("tom", "dele")
    for each in findings.standing(findings.before_signing(*dele)):
        findings.say_why(*dele, each, "Agreed on the telephone")
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    for who in ("miriam", "tom"):
        signing.sign(world.app("dele").ports, world.guest(who), world.review, "1")
    world.pass_on("dele", "tom")
    world.clock.on(date(2026, 12, 4))
    return world


def test_an_overall_3_is_shared_only_once_it_is_said_who_tells_whom_by_when(at: At) -> None:
    world = asking_for_support(at("drafted"))
    tom = (*world.desk("tom"), world.review)
    assert reviews.open_review(*tom).sharing.must_say
    for audience in (Audience.LEAD_HEAD, Audience.BOARD, Audience.GOVERNORS):
        with pytest.raises(Refused) as refused:
            sharing.share(*tom, audience)
        assert refused.value.code == "who_tells"
    grading.say_who_tells(*tom, chair=CHAIR, lead="", by=BY)
    with pytest.raises(Refused):
        sharing.share(*tom, Audience.LEAD_HEAD)  # one of the three is not said
    grading.say_who_tells(*tom, chair=CHAIR, lead=RINGS, by=BY)
    assert sharing.share(*tom, Audience.LEAD_HEAD).level is Level.FULL


def test_the_lead_gets_the_day_by_which_they_speak_and_ticks_it_off(at: At) -> None:
    world = asking_for_support(at("drafted"))
    tom = (*world.desk("tom"), world.review)
    grading.say_who_tells(*tom, chair=CHAIR, lead=RINGS, by=BY)
    made = sharing.share(*tom, Audience.LEAD_HEAD)
    sent = sending.report(*tom, made.record, world.file("lead"))
    opening.bring_in(*world.desk("bernadette"), sent.paths[0])
    lead = world.desk("bernadette")
    [line] = [each for each in leading.show(*lead).lines if each.school == "Quillbeck Primary"]
    assert (line.contact_by, line.contact) == (BY, f"{RINGS} rings you.")
    assert line.days is not None
    assert line.days >= 17
    [owed] = [each for each in home.show(*lead).triads if "Speak with the head" in each.what]
    assert (owed.school, owed.by, owed.target.screen) == ("Quillbeck Primary", BY, Screen.LEAD)
    contacting.done(*lead, world.review)
    [line] = [each for each in leading.show(*lead).lines if each.school == "Quillbeck Primary"]
    assert line.contact_by is None
    assert not [each for each in home.show(*lead).triads if "Speak" in each.what]
    with pytest.raises(BadInput):
        contacting.done(*lead, world.review)


def test_the_pdf_alone_gives_the_lead_a_day_too(at: At) -> None:
    world = asking_for_support(at("drafted"))
    tom = (*world.desk("tom"), world.review)
    grading.say_who_tells(*tom, chair=CHAIR, lead=RINGS, by=BY)
    made = sharing.share(*tom, Audience.LEAD_HEAD)
    path = sending.report_pdf(*tom, made.record, world.out)
    opening.bring_in(*world.desk("bernadette"), path)
    [line] = [each for each in leading.show(*world.desk("bernadette")).lines if each.school == "Quillbeck Primary"]
    assert line.contact_by == date(2026, 12, 11)  # five school days after Fri 4 December


def test_a_report_that_asks_for_no_support_owes_no_conversation(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    made = sharing.share(*tom, Audience.LEAD_HEAD)
    sent = sending.report(*tom, made.record, world.file("lead"))
    opening.bring_in(*world.desk("bernadette"), sent.paths[0])
    [line] = [each for each in leading.show(*world.desk("bernadette")).lines if each.school == "Quillbeck Primary"]
    assert line.contact_by is None
    with world.app("bernadette").ports.store.begin() as work:
        assert work.documents(DocumentKind.PROGRESS) == ()


def shared_and_planned(world: World) -> str:
    """The report is shared with the lead and the board, and the workshop held; gives the action's record."""
    tom = (*world.desk("tom"), world.review)
    sharing.share(*tom, Audience.LEAD_HEAD)
    assert following.hold_workshop(*tom) == 1
    [action] = reviews.open_review(*tom).actions
    return action.record


def test_the_workshop_makes_an_action_of_each_next_step_once(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    shared_and_planned(world)
    assert following.hold_workshop(*tom) == 0
    view = reviews.open_review(*tom)
    [action] = view.actions
    assert action.fields["change"].text == "Look again every six weeks at who receives reading support."
    assert action.fields["due"].text == "2027-01-15"
    assert next(each.on for each in view.steps if each.step is Step.WORKSHOP) is not None
    with pytest.raises(Refused):
        following.hold_workshop(*world.desk("miriam"), world.review)


def test_that_it_makes_a_difference_is_said_with_evidence(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    record = shared_and_planned(world)
    with pytest.raises(BadInput) as bad:
        planning.check(*tom, record, "3")
    assert bad.value.code == "no_evidence"
    planning.check(*tom, record, "1")
    planning.check(*tom, record, "3", "Six of eight pupils read with their class now.")
    planning.check(*tom, record, "3")  # the evidence stands
    [action] = reviews.open_review(*tom).actions
    assert action.fields["checked"].text == world.clock.now.date().isoformat()
    with pytest.raises(BadInput):
        planning.check(*tom, "0" * 32, "1")


def test_what_is_due_comes_up_on_the_hosts_home_page_until_it_is_done(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    record = shared_and_planned(world)
    assert not _checks(world)
    world.clock.on(date(2027, 1, 4))
    assert [(each.by, each.late) for each in _checks(world)] == [(date(2027, 1, 15), False)]
    assert reviews.open_review(*tom).follow_up.due == (record,)
    world.clock.on(date(2027, 1, 18))
    assert [each.late for each in _checks(world)] == [True]
    planning.check(*tom, record, "2")
    assert not _checks(world)


def _checks(world: World) -> list[home.HomeLine]:
    return [each for each in home.show(*world.desk("tom")).my_school if each.what.startswith("Check an action")]


def test_progress_goes_up_signed_and_arrives_at_the_lead_and_the_board(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    with pytest.raises(Refused) as refused:
        following.send(*tom, world.file("progress"))
    assert refused.value.code == "no_action"
    made = sharing.share(*tom, Audience.LEAD_HEAD)
    opening.bring_in(*world.desk("bernadette"), sending.report(*tom, made.record, world.file("lead")).paths[0])
    following.hold_workshop(*tom)
    [action] = reviews.open_review(*tom).actions
    planning.check(*tom, action.record, "1", "Two classes have begun.")
    with pytest.raises(Refused):
        following.send(*world.desk("dele"), world.review, world.file("progress"))
    assert set(reviews.open_review(*tom).follow_up.to) == {"Bernadette Oyelaran", "Gwen Hathersage"}
    sent = following.send(*tom, world.file("progress"))
    assert "0 of 1 action done, 1 under way." in reviews.open_review(*tom).follow_up.sent
    for who in ("bernadette", "gwen"):
        assert "1 report of progress" in opening.bring_in(*world.desk(who), sent.paths[0]).sentence
        with world.app(who).ports.store.begin() as work:
            report = progressing.newest(work, world.review)
        assert report is not None
        assert [(each.label, each.effect) for each in report.actions] == [("Under way", "Two classes have begun.")]
    [line] = [each for each in leading.show(*world.desk("bernadette")).lines if each.school == "Quillbeck Primary"]
    assert line.progress == "0 of 1 action done, 1 under way."
    planning.check(*tom, action.record, "3", "Six of eight read with their class now.")
    again = following.send(*tom, world.file("progress"))
    opening.bring_in(*world.desk("bernadette"), again.paths[0])
    opening.bring_in(*world.desk("bernadette"), sent.paths[0])  # the older one again changes nothing
    [line] = [each for each in leading.show(*world.desk("bernadette")).lines if each.school == "Quillbeck Primary"]
    assert line.progress == "1 of 1 action done, 1 makes a difference."


def test_the_board_sees_the_last_that_each_school_told_and_takes_it_into_its_papers(at: At, tmp_path: Path) -> None:
    world = at("signed")
    tom, gwen = (*world.desk("tom"), world.review), world.desk("gwen")
    shared_and_planned(world)
    [action] = reviews.open_review(*tom).actions
    assert board.show(*gwen).progress == ()
    for far, words in (("1", ""), ("3", "Six of eight pupils read with their class now.")):
        planning.check(*tom, action.record, far, words)
        opening.bring_in(*gwen, following.send(*tom, world.file("progress")).paths[0])
    [told] = board.show(*gwen).progress
    assert (told.number, told.sentence) == (2, "1 of 1 action done, 1 makes a difference.")
    board.export_csv(*gwen, tmp_path, marking=board.Marking.CONFIDENTIAL, reason="Names schools")
    assert "Six of eight pupils read with their class now." in (tmp_path / "progress.csv").read_text("utf-8")
    public = tmp_path / "public"
    public.mkdir()
    board.export_csv(*gwen, public, marking=board.Marking.PUBLIC)
    assert not (public / "progress.csv").exists()


def test_nobody_but_the_schools_head_signs_its_progress(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    shared_and_planned(world)
    with world.app("tom").ports.store.begin() as work:
        ports, signer, review = tom
        document = progressing.make_in(ports, dossier.open_in(ports, work, signer, review), signer)
    dele = world.app("dele").signer
    forged = replace(document, signature=dele.sign_cms(document.body, world.clock.now))
    with world.app("bernadette").ports.store.begin() as work:
        came = receiving.documents(world.app("bernadette").ports, work, world.app("bernadette").signer, [forged], "")
    assert len(came) == 0
    assert "not Dele Akintola's to sign" in " ".join(came.said)
    with pytest.raises(BadInput):
        progressing.read(b"{}")
    with pytest.raises(BadInput) as newer:
        progressing.read(b'{"format":2}')
    assert newer.value.code == "newer_format"


def test_no_plan_for_anybody_above_sends_nothing(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    shared_and_planned(world)
    for audience in (Audience.LEAD_HEAD, Audience.BOARD):
        preparing.plan(*tom, audience, None)
    with pytest.raises(Refused) as refused:
        following.send(*tom, world.file("progress"))
    assert refused.value.code == "not_planned"


def test_what_is_not_done_is_carried_on_to_the_next_review_with_how_far_it_came(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    record = shared_and_planned(world)
    other = planning.add(*tom, change="Every class reads aloud each day.")
    planning.check(*tom, record, "1", "Two classes have begun.")
    planning.check(*tom, other, "2")
    world.clock.on(date(2027, 3, 1))
    visit = visits.plan(
        *world.desk("dele"), world.triad, school="900101", host=world.people["tom"], writer=world.people["miriam"],
        reviewers=[world.people["dele"]], on=date(2027, 3, 16),
    )  # fmt: skip
    plan = sending.triad_copy(*world.desk("dele"), world.triad, [world.people["tom"]], world.file("plan"))
    opening.bring_in(*world.desk("tom"), plan.paths[0])
    review = reviews.begin(*world.desk("tom"), world.triad, visit)
    steps = {
        each.text.text: (each.outcome.text, each.words.text)
        for each in reviews.open_review(*world.desk("tom"), review).last_time
    }
    assert steps == {
        "Look again every six weeks at who receives reading support.": ("", "Under way: Two classes have begun."),
        "Every class reads aloud each day.": ("closed", "Done"),
    }


def test_days_from_the_visit_to_the_report_are_shown(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    assert reviews.open_review(*tom).follow_up.days == ""
    world.clock.on(date(2026, 11, 17) + timedelta(days=14))
    sharing.share(*tom, Audience.LEAD_HEAD)
    assert reviews.open_review(*tom).follow_up.days == (
        "The report was shared 14 days (10 school days) after the visit."
    )
