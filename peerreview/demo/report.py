"""From the draft to the shared report: check for accuracy, a version, three signatures, releases by the host's plan."""

from __future__ import annotations

from peerreview.domain.exchange import BundleKind
from peerreview.domain.reviews import Audience, Level, Meaning, Outcome, Verdict
from peerreview.services import checking, findings, grading, reporting, sending, sharing, signing
from peerreview.services.sharing import Released
from peerreview.services.writing import of, write

from .case import Case
from .company import Member
from .post import hand_over
from .stage import Story

_FIRST = "1"


def tell(case: Case) -> Story:
    """The scenes from the second day after the visit to the day of sharing."""
    yield case.cue(2, "17:10")
    send_draft(case)
    yield case.cue(6, "16:25")
    check(case)
    yield case.cue(8, "17:15")
    make_version(case)
    if case.guest is None:
        yield case.cue(9, "16:20")
        signing.sign(case.fellow.ports, case.fellow.signer, case.review, _FIRST)
        case.send(case.fellow, [case.host], "two signatures", "the report with two signatures")
    yield case.cue(10, "15:20")
    meaning = Meaning.COMMENT_STANDS if case.script.stands else Meaning.FAIR_RECORD
    signing.sign(case.host.ports, case.host.signer, case.review, _FIRST, meaning)
    yield case.cue(12, "09:10")
    share(case)
    case.send(
        case.host, [case.writer, case.fellow], "shared", "the report, signed by all three, and with whom it was shared"
    )


def send_draft(case: Case) -> None:
    """The writer adds what only the report says, and sends the draft for the check."""
    ports, signer, words = case.writer.ports, case.writer.signer, case.script
    texts = {"met": words.met, "headline": words.headline, "practice": words.practice}
    support = {"support_wanted": words.support_wanted, "support_offered": words.support_offered}
    given = {name: text for name, text in (texts | support).items() if text}
    write(ports, signer, case.review, of("report", "report", **given))
    checking.send_draft(ports, signer, case.review)
    case.send(case.writer, [case.host], "draft", "the draft report, to be checked for accuracy")


def check(case: Case) -> None:
    """The host confirms the agreed grades, lets the practice be shared, marks the draft and comments."""
    ports, signer, correction = case.host.ports, case.host.signer, case.script.correction
    grading.confirm(ports, signer, case.review)
    write(ports, signer, case.review, of("report", "report", practice_consent=True))
    if correction:
        paragraph = case.points[correction.point - 1]
        checking.mark(ports, signer, case.review, paragraph, Verdict.CORRECTION, correction.words)
    checking.all_accurate(ports, signer, case.review, case.script.comment)
    case.send(case.host, [case.writer], "checked", "the host's marks and comment on the draft")


def make_version(case: Case) -> None:
    """The writer answers, makes version 1 and its Word copy, and signs first."""
    ports, signer, correction = case.writer.ports, case.writer.signer, case.script.correction
    if correction:
        record, point = case.points[correction.point - 1], case.script.points[correction.point - 1]
        write(ports, signer, case.review, of("main_point", record, text=point.text))
        checking.answer(ports, signer, case.review, record, Outcome.CHANGED, correction.because)
    left = findings.standing(findings.before_signing(ports, signer, case.review))
    if left:
        raise AssertionError(f"{case.school.name}: {[each.text for each in left]}")
    name, twin = reporting.word_copy(ports, signer, case.review)
    path = case.stage.folder / "reports" / name
    path.write_bytes(twin)
    case.stage.post.note(path, "twin", f"{case.school.name}: the full report as a Word copy", sender=case.writer)
    signing.make_version(ports, signer, case.review)
    signing.sign(ports, signer, case.review, _FIRST)
    if case.guest:
        signing.sign(ports, case.guest, case.review, _FIRST)
    if case.guest:
        case.send(case.writer, [case.host, case.fellow], "two signatures", "the report with two signatures")
    else:
        case.send(case.writer, [case.fellow], "one signature", "the report with the writer's signature")


def share(case: Case) -> None:
    """The host shares by the plan: each audience at its level, in a review file or as the PDF itself."""
    ports, signer = case.host.ports, case.host.signer
    if case.script.telling:
        telling = case.script.telling
        by = case.day(12 + telling.by)
        grading.say_who_tells(ports, signer, case.review, chair=telling.tells_chair, lead=telling.rings_lead, by=by)
    sharing.share(ports, signer, case.review, Audience.TRIAD)
    governors = sharing.share(ports, signer, case.review, Audience.GOVERNORS)
    _put_down(case, governors, "signed by those who were there; the governors' copy")
    plan = case.stage.script
    lead, office = (
        case.stage.company[plan.lead],
        [case.stage.company[each.name] for each in (plan.office, plan.officer)],
    )
    if lead is not case.host:
        full = sharing.share(ports, signer, case.review, Audience.LEAD_HEAD)
        _post(case, full, [lead], "the full report, for the lead headteacher")
    board = sharing.share(ports, signer, case.review, Audience.BOARD)
    if board.level is not governors.level:
        _put_down(case, board, "an extract, signed by the host")
    if case.script.board == "file":
        _post(case, board, office, "the board's copy")
    else:  # the PDF itself, by e-mail to the lead, who passes it on with her report
        case.stage.entrusted.append(sharing.document_id(case.review, board.level))
        if lead is not case.host:
            hand_over(case.stage.folder / "reports" / board.name, lead)
    if Audience.DIOCESE in case.script.levels:
        _put_down(
            case, sharing.share(ports, signer, case.review, Audience.DIOCESE), "for the diocese, signed by the host"
        )


def _post(case: Case, released: Released, to: list[Member], describes: str) -> None:
    path = case.stage.place(case.host, to, f"{case.school.name} report")
    host = case.host
    sent = sending.report(host.ports, host.signer, case.review, released.record, path, to=[member.id for member in to])
    case.stage.post.carry(BundleKind.DOCUMENTS, sent, host, to, f"{case.school.name}: {describes}")


def _put_down(case: Case, released: Released, describes: str) -> None:
    """Put a report's PDF into the folder of reports."""
    folder = case.stage.folder / "reports"
    path = sending.report_pdf(case.host.ports, case.host.signer, case.review, released.record, folder)
    words = {Level.FULL: "full report", Level.SUMMARY: "summary", Level.VIEWS: "grades only"}[released.level]
    case.stage.post.note(path, "report", f"{case.school.name}: {words}, {describes}", sender=case.host)
