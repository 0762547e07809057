"""The check for accuracy, what stops a signature, one file that goes round, refusal, version 2 (USERS S1, S4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest

from peerreview.analysis import released
from peerreview.domain.release import Release
from peerreview.domain.reviews import Meaning, Outcome, Tag, Verdict
from peerreview.errors import BadInput, Refused
from peerreview.journal.compose import Edit
from peerreview.services import (
    checking,
    findings,
    opening,
    points,
    reporting,
    reviews,
    sending,
    sharing,
    signing,
    verifying,
    writing,
)
from tests.integration.services.world import World

At = Callable[[str], World]


def test_everything_in_order_has_nothing_in_its_way(at: At) -> None:
    world = at("drafted")
    assert findings.before_signing(*world.desk("dele"), world.review) == ()


def test_somebody_whose_key_is_not_theirs_is_the_fourth_stop(at: At) -> None:
    world = at("drafted")
    ports, dele = world.desk("dele")
    somebody = replace(world.app("miriam").signer, person=dele.person, name=dele.name, guest=True)
    [found] = findings.before_signing(ports, somebody, world.review)
    assert (found.code, found.stop) == ("unknown_signer", True)
    assert found.text == "We do not know that this is Dele Akintola: the key used is not theirs."


def test_a_mark_without_an_answer_stops_the_signature(at: At) -> None:
    world = at("drafted")
    dele, tom = world.desk("dele"), world.desk("tom")
    checking.mark(*tom, world.review, "R3", Verdict.DIFFERENTLY, "It was not so.")
    world.pass_on("tom", "dele")
    with pytest.raises(Refused) as refused:
        signing.make_version(*dele, world.review)
    assert refused.value.code == "host_not_heard"
    with pytest.raises(BadInput):
        checking.answer(*dele, world.review, "R3", Outcome.KEPT)
    checking.answer(*dele, world.review, "R3", Outcome.KEPT, "Both of us saw it.")
    made = signing.make_version(*dele, world.review)
    assert made.name == "2026-11-17 Quillbeck Primary triad review FULL v1.pdf"
    [headline] = [each for each in (reporting.model(*dele, world.review).headline,) if each]
    assert [(each.who, each.words) for each in headline.beside] == [
        ("Tom Ashdown-Reyes, host head", "It was not so.")
    ]  # prints beside its paragraph


def test_neither_side_can_alter_the_others_words(at: At) -> None:
    world = at("drafted")
    with pytest.raises(Refused):
        checking.mark(*world.desk("dele"), world.review, "R3", Verdict.ACCURATE)
    with pytest.raises(Refused):
        writing.write(*world.desk("dele"), world.review, [Edit("comment", "comment", "words", "All is well.")])
    checking.mark(*world.desk("tom"), world.review, "R3", Verdict.CORRECTION, "The date")
    with pytest.raises(Refused):
        checking.answer(*world.desk("tom"), world.review, "R3", Outcome.CHANGED)


def test_a_grade_that_the_host_finds_accurate_is_confirmed_and_not_asked_about_again(at: At) -> None:
    world = at("drafted")
    tom = (*world.desk("tom"), world.review)
    writing.write(*tom, [Edit("agreed", section, "confirmed", False) for section in ("P2", "P4", "O")])
    assert {each.code for each in findings.before_signing(*tom)} == {
        "unconfirmed:P2",
        "unconfirmed:P4",
        "unconfirmed:O",
    }
    checking.mark(*tom, "R4.P2", Verdict.ACCURATE)
    checking.mark(*tom, "R4.O", Verdict.ACCURATE)
    checking.mark(*tom, "R4.P4", Verdict.DIFFERENTLY, "We had said 2.")
    assert {each.code for each in findings.before_signing(*tom)} >= {"unconfirmed:P4"}
    assert not {each.code for each in findings.before_signing(*tom)} & {"unconfirmed:P2", "unconfirmed:O"}


def test_a_likely_name_stops_until_somebody_looks_at_it(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    writing.write(*dele, [Edit("report", "report", "headline", "Mrs Hartley leads reading at Quillbeck well.")])
    found = findings.before_signing(*dele)
    [name] = [each for each in found if each.stop]
    assert name.text == "This may name someone: Mrs Hartley. Reports speak of roles."
    with pytest.raises(Refused) as refused:
        signing.make_version(*dele)
    assert refused.value.code == "likely_identifier"
    findings.look_at(*dele, name, "The reading scheme is called so")
    assert not [each for each in findings.before_signing(*dele) if each.stop]


def test_anything_else_is_signed_with_a_reason_that_prints(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    points.add(
        *dele, "The library is used at lunch.", Tag.STRENGTH, "P2", evidence="One walk", ways=["LWALK"], starred=True
    )
    waiting = findings.standing(findings.before_signing(*dele))
    assert waiting
    assert not any(each.stop for each in waiting)
    for each in waiting:
        findings.say_why(*dele, each, "It was plain to see")
    assert findings.standing(findings.before_signing(*dele)) == ()
    signing.make_version(*dele)
    with world.app("dele").ports.store.begin() as work:
        version = work.stream(world.review).record("version", "1")
        assert version is not None
        pdf = work.blob(str(version.get("pdf")))
    assert pdf is not None
    reasons = released.decode(world.app("dele").ports.reports.data(pdf)).content.reasons
    assert reasons
    assert all(each.endswith("It was plain to see") for each in reasons)


def test_three_sign_one_file_that_goes_round(at: At) -> None:
    world = at("signed")
    tom = world.desk("tom")
    [version] = signing.versions(*tom, world.review)
    assert version.state == "signed"
    assert [each.signed is not None for each in version.signers] == [True, True, True]
    name, pdf = signing.pdf(*tom, world.review, "1")
    path = world.out / name
    path.write_bytes(pdf)
    verdict = verifying.verify_here(*tom, path)
    assert verdict.good
    assert verdict.changed_since is False
    assert verdict.expected_signatures == 3
    assert [each.name for each in verdict.signers] == ["Dele Akintola", "Miriam Feldt", "Tom Ashdown-Reyes"]
    assert reviews.open_review(*tom, world.review).steps[6].on is not None  # signed


def test_the_writer_signs_first_and_nobody_twice(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    world.pass_on("dele", "miriam")
    with pytest.raises(Refused) as refused:
        signing.sign(*world.desk("miriam"), world.review, "1")
    assert refused.value.code == "not_your_turn"
    signing.sign(*dele, "1")
    with pytest.raises(Refused) as refused:
        signing.sign(*dele, "1")
    assert refused.value.code == "signed_already"


def test_only_those_who_were_there_sign_and_only_with_their_own_membership(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    ports, signer = world.desk("dele")
    stranger = replace(signer, person=world.people["bernadette"])
    with pytest.raises(Refused) as refused:
        signing.sign(ports, stranger, world.review, "1")
    assert refused.value.code == "not_expected"
    borrowed = replace(world.app("miriam").signer, person=signer.person)
    with pytest.raises(Refused) as refused:
        signing.sign(ports, borrowed, world.review, "1")
    assert refused.value.code == "not_a_member"


def test_a_second_copy_is_refused_and_the_file_that_goes_round_stands(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    world.pass_on("dele", "miriam", "tom")  # both get the same file, and both sign it
    signing.sign(*world.desk("miriam"), world.review, "1")
    signing.sign(*world.desk("tom"), world.review, "1")
    world.pass_on("miriam", "dele")
    world.pass_on("tom", "dele")
    world.pass_on("dele", "miriam", "tom")
    seen = {
        who: [each.name for each in signing.versions(*world.desk(who), world.review)[0].signers if each.signed is None]
        for who in ("dele", "miriam", "tom")
    }
    assert len({tuple(waiting) for waiting in seen.values()}) == 1  # every device leaves out the same one
    [again] = seen["dele"]
    who = {"Miriam Feldt": "miriam", "Tom Ashdown-Reyes": "tom"}[again]
    assert signing.sign(*world.desk(who), world.review, "1").waiting == ()


def test_the_pdf_alone_comes_back_with_a_signature(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    world.pass_on("dele", "miriam")
    signing.sign(*world.desk("miriam"), world.review, "1")
    name, pdf = signing.pdf(*world.desk("miriam"), world.review, "1")
    path = world.out / name
    path.write_bytes(pdf)
    said = opening.bring_in(*world.desk("dele"), path).sentence
    assert said == "1 signature from Miriam Feldt added to Quillbeck Primary."
    [version] = signing.versions(*world.desk("dele"), world.review)
    assert [each.name for each in version.signers if each.signed is None] == ["Tom Ashdown-Reyes"]
    world.pass_on("dele", "tom")
    assert signing.sign(*world.desk("tom"), world.review, "1").waiting == ()
    cut = world.out / "cut.pdf"
    cut.write_bytes(pdf[:-200])
    with pytest.raises((Refused, BadInput)):
        opening.bring_in(*world.desk("dele"), cut)


def test_who_refuses_closes_the_version_and_the_host_alone_shares(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    world.pass_on("dele", "tom")
    signing.refuse(*world.desk("tom"), world.review, "1", "The second strength is not ours.")
    [version] = signing.versions(*world.desk("tom"), world.review)
    assert version.state == "not_agreed"
    with pytest.raises(Refused) as refused:
        signing.sign(*world.desk("tom"), world.review, "1")
    assert refused.value.code == "version_closed"


def test_a_change_after_signing_calls_for_version_2_and_version_1_still_verifies(at: At) -> None:
    world = at("signed")
    world.pass_on("tom", "dele")
    dele = (*world.desk("dele"), world.review)
    writing.write(*dele, [Edit("report", "report", "met", "Six pupils, five staff, one governor")])
    [first] = signing.versions(*dele)
    assert first.changed_since
    name, pdf = signing.pdf(*dele, "1")
    path = world.out / name
    path.write_bytes(pdf)
    verdict = verifying.verify_here(*world.desk("dele"), path)
    assert verdict.good
    assert verdict.changed_since
    for each in findings.standing(findings.before_signing(*dele)):
        findings.say_why(*dele, each, "A wrong number was put right")
    assert signing.make_version(*dele, "Five staff, not four").number == "2"
    second, first = signing.versions(*dele)
    assert second.replaces == "1"
    assert not second.changed_since
    assert first.state == "signed"


@dataclass(frozen=True)
class Later(Release):
    """What a later version of the program tells of a review."""

    weather: str = "sunny"


def test_a_later_version_that_tells_more_calls_no_signed_report_changed(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = at("signed")
    tom = world.desk("tom")
    name, pdf = signing.pdf(*tom, world.review, "1")
    path = world.out / name
    path.write_bytes(pdf)
    build = released.build
    monkeypatch.setattr(released, "build", lambda *args, **named: Later(**vars(build(*args, **named))))
    [version] = signing.versions(*tom, world.review)
    assert not version.changed_since
    verdict = verifying.verify_here(*tom, path)
    assert (verdict.good, verdict.changed_since, verdict.problems) == (True, False, ())
    writing.write(*tom, world.review, [Edit("comment", "comment", "words", "It rained.")])
    [version] = signing.versions(*tom, world.review)
    assert version.changed_since


def test_a_report_that_says_something_else_than_its_review_is_pointed_out(at: At) -> None:
    world = at("drafted")
    ports, signer = world.desk("dele")
    model = reporting.model(ports, signer, world.review)
    attached = released.decode(model.data)
    other = released.encode(replace(attached.content, school="Tansy Bank"), attached.tips)
    pdf = ports.reports.make_pdf(replace(model, data=other))
    signed = ports.reports.sign(
        pdf, signer, field=f"Sig-{signer.person}", role="Report writer", meaning="A fair record",
        at=world.clock(), certify=True,
    )  # fmt: skip
    path = world.out / "other.pdf"
    path.write_bytes(signed)
    verdict = verifying.verify_here(ports, signer, path)
    assert (verdict.intact, verdict.changed_since) == (True, True)
    assert "Its data are not those of the review at that time" in " ".join(verdict.problems)


def parts(docx: bytes) -> dict[str, bytes]:
    """What a Word file holds; the archive around it bears the time at which it was packed."""
    with ZipFile(BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_word_copy_is_of_the_version_made_until_something_changes(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    assert reporting.word_copy(*dele)[0].endswith("FULL v1.docx")  # the draft's
    signing.make_version(*dele)
    made = reporting.word_copy(*dele)
    assert made[0].endswith("FULL v1.docx")
    world.clock.on(date(2026, 12, 9))
    name, again = reporting.word_copy(*dele)
    assert (name, parts(again)) == (made[0], parts(made[1]))
    writing.write(*dele, [Edit("report", "report", "met", "Six pupils, five staff, one governor")])
    assert reporting.word_copy(*dele)[0].endswith("FULL v2.docx")


def test_the_host_signs_as_read_with_the_comment_standing(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    world.pass_on("dele", "tom")
    with pytest.raises(Refused):
        signing.sign(*world.desk("dele"), world.review, "1", Meaning.COMMENT_STANDS)
    signing.sign(*world.desk("tom"), world.review, "1", Meaning.COMMENT_STANDS)
    tom = next(e for e in signing.versions(*world.desk("tom"), world.review)[0].signers if e.me)
    assert tom.meaning == "comment_stands"


def test_issued_without_somebody_only_after_the_handbooks_time(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    miriam = [world.people["miriam"]]
    with pytest.raises(Refused) as refused:
        signing.issue_without(*dele, miriam, "She is ill", "Bernadette Oyelaran")
    assert refused.value.code == "too_early"
    world.clock.on(date(2027, 1, 20))
    made = signing.issue_without(*dele, miriam, "She is ill", "Bernadette Oyelaran")
    version = signing.versions(*dele)[0]
    assert version.number == made.number == "2"
    assert {each.name for each in version.signers} == {"Dele Akintola", "Tom Ashdown-Reyes"}
    with pypdfium2.PdfDocument(signing.pdf(*dele, "2")[1]) as document:
        printed = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert "Issued without the signature of Miriam Feldt, by leave of Bernadette Oyelaran: She is ill" in printed


def test_the_host_without_a_word_had_the_chance_once_the_day_has_passed(at: At) -> None:
    world = at("shared")
    world.clock.on(date(2026, 11, 18))
    dele = (*world.desk("dele"), world.review)
    step = points.add(*dele, "Look again at the list.", Tag.NEXT_STEP, "P4", ways=["DATA", "SEND"], starred=True)
    points.next_step(*dele, step, first="Review it", owner="Reading leader", due=date(2027, 1, 15), know="It changes")
    codes = {each.code for each in findings.before_signing(*dele) if each.stop}
    assert codes == {"host_not_heard"}
    checking.send_draft(*dele)
    world.clock.on(date(2026, 12, 2))
    assert not [each for each in findings.before_signing(*dele) if each.stop]


def test_the_word_copy_is_there_from_the_first_draft(at: At) -> None:
    world = at("drafted")
    name, data = reporting.word_copy(*world.desk("dele"), world.review)
    assert name == "2026-11-17 Quillbeck Primary triad review FULL v1.docx"
    assert data[:2] == b"PK"


def test_sending_takes_the_signature_round(at: At) -> None:
    world = at("signed")
    sent = sending.working_copy(*world.desk("tom"), world.review, [world.people["dele"]], world.file("round"))
    assert "signatures" in opening.bring_in(*world.desk("dele"), sent.paths[0]).sentence
    assert signing.versions(*world.desk("dele"), world.review)[0].state == "signed"
    assert sharing.releases(*world.desk("dele"), world.review) == ()
