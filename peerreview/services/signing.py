"""Making a version of the report and signing it: the writer certifies, the others follow in any order (DESIGN §8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import sha256

from peerreview.analysis import released
from peerreview.analysis.draft import draft, next_number
from peerreview.analysis.notes import WHY, WITHOUT
from peerreview.analysis.review import text
from peerreview.analysis.wording import listed
from peerreview.domain import dates
from peerreview.domain.people import Role
from peerreview.domain.reviews import Meaning, Step
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Record

from . import dossier, findings, membership, typing, visits
from .dossier import Dossier, texts
from .ports import Ports, UnitOfWork
from .report_views import ReportVersionView
from .reporting import on_paper, surroundings
from .reviews import step_edits
from .signing_page import current_pdf, issue_day, versions_of, waiting_in
from .words import MEANING_WORDS, ROLE_WORDS
from .writing import of, seal_in, write_in

_REASON = 300  # characters that a printed reason has room for


@dataclass(frozen=True)
class Version:
    """A version of the report: its number, the SHA-256 of its file, and what the file is called."""

    number: str
    pdf: str
    name: str


@dataclass(frozen=True)
class Signed:
    """A signature made: the file as it is now, and who is still waited for (names)."""

    number: str
    pdf: str
    waiting: tuple[str, ...]


def make_version(ports: Ports, signer: Signer, review: str, why: str = "") -> Version:
    """Make the next version of the report, which prints `why` it replaces the one before, and where it differs.

    Raises Refused while something stops it or has no reason yet.
    """
    typing.settle(ports, signer)
    with ports.store.begin() as work:
        visits.follow_plan(ports, work, signer, review)
        held = dossier.open_in(ports, work, signer, review)
        if why:
            held = _with_reason(ports, held, signer, WHY, why)
        version = _make(ports, held, signer, why, without=())
        work.commit()
        return version


def sign(ports: Ports, signer: Signer, review: str, number: str, meaning: Meaning = Meaning.FAIR_RECORD) -> Signed:
    """Sign a version: as a fair record, or (the host) as read, with the comment standing beside it."""
    typing.settle(ports, signer)
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        version = _version(held, number)
        state = _open_state(ports, held, number)
        _may_sign(held, signer, version, state)
        if meaning is Meaning.COMMENT_STANDS and held.role != Role.HOST:
            raise Refused(
                "Only the host's comment stands beside the report.", "Nothing was signed.", code="not_the_host"
            )
        pdf = work.blob(current_pdf(held, version))
        if pdf is None:
            raise Refused(
                "The report's file has not come yet.", "Nothing was signed.", "Open the file it is in.", code="no_pdf"
            )
        signed = ports.reports.sign(
            pdf,
            signer,
            field=f"Sig-{signer.person}",
            role=ROLE_WORDS.get(held.role, held.role),
            meaning=MEANING_WORDS[meaning],
            at=ports.clock(),
            certify=held.person == held.writer,
        )
        blob = work.put_blob(signed)
        record = f"{number}.{held.person}"
        write_in(ports, work, signer, review, of("approval", record, meaning=str(meaning), pdf=blob, refused=False))
        close_if_signed(ports, work, signer, review)
        seal_in(ports, work, signer, review)
        after = next(
            each for each in versions_of(ports, dossier.open_in(ports, work, signer, review)) if each.number == number
        )
        work.commit()
        return Signed(number, blob, tuple(each.name for each in after.signers if each.signed is None))


def refuse(ports: Ports, signer: Signer, review: str, number: str, words: str) -> None:
    """Refuse to sign, with the reason: the version closes "not agreed", and only what the host shares goes up."""
    if not words.strip():
        raise BadInput("Please say why you do not sign.", "Nothing has changed.", code="no_words")
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        if held.person not in texts(_version(held, number), "signers"):
            raise _not_expected()
        write_in(ports, work, signer, review, of("approval", f"{number}.{held.person}", refused=True, words=words))
        seal_in(ports, work, signer, review)
        work.commit()


def issue_without(
    ports: Ports, signer: Signer, review: str, people: Collection[str], reason: str, lead: str
) -> Version:
    """Make a version without somebody's signature: by leave of the lead headteacher, with the reason printed.

    Possible once the handbook's time after the day for signing has passed, and only without those who are waited for.
    """
    if not reason.strip() or not lead.strip():
        raise BadInput("Please give the reason, and who gave leave.", "Nothing has changed.", code="no_words")
    typing.settle(ports, signer)
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        _late_enough(held)
        newest = next(iter(versions_of(ports, held)), None)
        waited = {each.person for each in waiting_in(newest)} - {held.writer} if newest else set()
        if newest is None or not people or not waited.issuperset(people):
            raise BadInput(
                "A report is issued without those who are waited for, and nobody else.",
                "Nothing has changed.",
                "Choose who has not signed.",
                code="not_waited_for",
            )
        names = listed([held.name_of(person) for person in people])
        words = f"Issued without the signature of {names}, by leave of {lead.strip()}: {reason.strip()}"
        held = _with_reason(ports, held, signer, WITHOUT, words)
        version = _make(ports, held, signer, words, without=people)
        work.commit()
        return version


def pdf(ports: Ports, signer: Signer, review: str, number: str) -> tuple[str, bytes]:
    """A version's file as its last signer left it: (file name, bytes)."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        version = _version(held, number)
        data = work.blob(current_pdf(held, version))
        if data is None:
            raise Refused("The report's file has not come yet.", todo="Open the file it is in.", code="no_pdf")
        then = held.review.at(texts(version, "tips"))
        return ports.reports.name(draft(then, surroundings(ports, held), number=int(number))), data


def versions(ports: Ports, signer: Signer, review: str) -> tuple[ReportVersionView, ...]:
    """Every version of a review's report, newest first."""
    with ports.store.begin() as work:
        return versions_of(ports, dossier.open_in(ports, work, signer, review))


def close_if_signed(ports: Ports, work: UnitOfWork, signer: Signer, review: str) -> None:
    """Record the day of the last signature, when all are in and the signer is the one who may record it."""
    held = dossier.open_in(ports, work, signer, review)
    newest = next(iter(versions_of(ports, held)), None)
    complete = newest is not None and newest.state == "signed" and held.step_taken(Step.SIGNED) is None
    if complete and held.role in (Role.HOST, Role.LEAD_REVIEWER):
        write_in(ports, work, signer, review, step_edits(ports, Step.SIGNED))


def _make(ports: Ports, held: Dossier, signer: Signer, why: str, without: Collection[str]) -> Version:
    if held.role != Role.LEAD_REVIEWER:
        raise Refused("Only the report writer makes a version.", "Nothing has changed.", code="not_the_writer")
    number = next_number(held.review)
    missing = findings.standing(findings.findings_in(held, number))
    if missing:
        raise Refused(
            " ".join(each.text for each in missing[:3]),
            "Nothing was signed.",
            "Look at each of them, or sign and say why." if not missing[0].stop else "This has to be put right first.",
            code=missing[0].code.partition(":")[0],
        )
    model = draft(held.review, surroundings(ports, held), number=number)
    people = tuple(replace(each, signs=each.signs and each.person not in without) for each in model.people)
    model = replace(model, people=people)
    pdf = ports.reports.make_pdf(on_paper(held.work, model))
    blob = held.work.put_blob(pdf)
    edits = of(
        "version",
        str(number),
        tips=list(held.stream.tips),
        data=released.decode(model.data).digest,
        pdf=blob,
        signers=[each.person for each in people if each.signs],
        state="open",
    )
    edits += of("version", str(number), replaces=str(number - 1)) if number > 1 else []
    edits += of("version", str(number), why=why) if why else []
    write_in(ports, held.work, signer, held.id, edits)
    assert blob == sha256(pdf).hexdigest()
    return Version(str(number), blob, ports.reports.name(model))


def _may_sign(held: Dossier, signer: Signer, version: Record, state: ReportVersionView) -> None:
    """The fourth stop: a signer who is not who they say, or whose turn it is not."""
    if held.person not in texts(version, "signers"):
        raise _not_expected()
    membership.require_member(held.work, signer)
    mine = next(each for each in state.signers if each.person == held.person)
    if mine.signed:
        raise Refused("You have signed this version already.", "Nothing has changed.", code="signed_already")
    writer_signed = any(each.person == held.writer and each.signed for each in state.signers)
    if held.person != held.writer and held.writer in texts(version, "signers") and not writer_signed:
        raise Refused(
            "The report writer signs first.",
            "Nothing was signed.",
            "Ask for the file once it is signed.",
            code="not_your_turn",
        )


def _open_state(ports: Ports, held: Dossier, number: str) -> ReportVersionView:
    state = next(each for each in versions_of(ports, held) if each.number == number)
    if state.state != "open":
        said = "was not agreed" if state.state == "not_agreed" else "is signed by all"
        raise Refused(f"Version {number} {said}.", "Nothing was signed.", "Make a new version.", code="version_closed")
    return state


def _version(held: Dossier, number: str) -> Record:
    found = held.stream.record("version", number)
    if found is None or not text(found, "pdf"):
        raise BadInput(f"There is no version {number} of this report.", "Nothing has changed.", code="no_version")
    return found


def _with_reason(ports: Ports, held: Dossier, signer: Signer, code: str, words: str) -> Dossier:
    """The review with a reason that the next version prints."""
    if len(words) > _REASON:
        raise BadInput("Please say it in fewer words: it prints in one line.", "Nothing has changed.", code="too_long")
    record = f"{next_number(held.review)}.{code}"
    write_in(ports, held.work, signer, held.id, of("reason", record, words=words))
    return dossier.open_in(ports, held.work, signer, held.id)


def _late_enough(held: Dossier) -> None:
    day = issue_day(held)
    if day is None or held.today < day:
        raise Refused(
            "It is too early to issue the report without a signature.",
            "Nothing has changed.",
            f"Ring the colleague. It is possible from {dates.in_full(day)}." if day else "Ring the colleague.",
            code="too_early",
        )


def _not_expected() -> Refused:
    return Refused(
        "Your signature is not expected on this report.",
        "Nothing was signed.",
        "Only those who were there sign it.",
        code="not_expected",
    )
