"""Sharing the report by the host's plan, each audience at its level; an extract names the full report (DESIGN §8)."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from peerreview.analysis.draft import draft, extract
from peerreview.analysis.review import text
from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Level, Meaning, Step
from peerreview.errors import Refused
from peerreview.identity.signer import Signer

from . import dossier, findings, grading, progressing, sharing_page
from .dossier import Dossier, texts
from .ports import Ports
from .report_views import ReportVersionView
from .reporting import on_paper, surroundings
from .reviews import step_edits
from .sharing_views import ReleaseView
from .signing_page import versions_of
from .words import MEANING_WORDS, ROLE_WORDS
from .writing import of, seal_in, write_in


@dataclass(frozen=True)
class Released:
    """A report made for an audience: its record, its file, and for whom (person ids; governors have none here)."""

    record: str
    level: Level
    name: str
    pdf: str
    to: tuple[str, ...]


def share(
    ports: Ports,
    signer: Signer,
    review: str,
    audience: Audience,
    level: Level | None = None,
    *,
    below_least: bool = False,
) -> Released:
    """Make the report for an audience, at the plan's level or another; `sending.report` writes its file.

    The full level is the signed report itself; a lower one is an extract that the host signs and that names the full
    report. Going below the network's least level is asked for by name (`below_least`).
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        if held.role != Role.HOST:
            raise Refused("Only the host shares the report.", "Nothing was shared.", code="not_the_host")
        line = next(each for each in sharing_page.sharing(held).plan if each.audience is audience)
        chosen = level or _planned(line.level.text)
        if line.least and chosen.rank < line.least.rank and not below_least:
            raise Refused(
                f"Your network expects {line.label.lower()} to get more than this.",
                "Nothing was shared.",
                "Share the expected level, or say that you know.",
                code="below_least",
            )
        if grading.needs_telling(held) and not _told(held):
            raise Refused(
                "Before sharing, say who tells the chair of governors, who rings the lead headteacher, and by when.",
                "Nothing was shared.",
                code="who_tells",
            )
        if findings.before_sharing_in(held):
            raise Refused(
                "Something in this report may name a person, and nobody has looked at it yet.",
                "Nothing was shared.",
                "Look at what is pointed out on this page first.",
                code="likely_identifier",
            )
        version = _latest(ports, held)
        document = release_document(ports, held, signer, version, chosen)
        blob = work.put_blob(document.body)
        people = tuple(person for person, _ in line.people)
        record = ports.ids()
        edits = of("release", record, version=version.number, audience=str(audience), level=str(chosen), pdf=blob)
        edits += of("release", record, on=held.today.isoformat())
        edits += of("release", record, to=list(people)) if people else []
        work.put_document(document, signer.actor, ports.clock())
        contact = progressing.contact_of(held)
        if contact is not None and contact != progressing.contact_told(work, review):
            progressing.make_in(ports, held, signer, contact)
        write_in(ports, work, signer, review, [*edits, *step_edits(ports, Step.SENT)])
        seal_in(ports, work, signer, review)
        work.commit()
        return Released(record, chosen, document.name, blob, people)


def planned(ports: Ports, signer: Signer, review: str) -> dict[Audience, Level]:
    """Who gets which level by the host's plan; whoever gets nothing is not in it."""
    with ports.store.begin() as work:
        plan = sharing_page.sharing(dossier.open_in(ports, work, signer, review)).plan
        return {line.audience: Level(line.level.text) for line in plan if line.level.text in set(Level)}


def stop(ports: Ports, signer: Signer, review: str, audience: Audience) -> tuple[str, ...]:
    """Stop sharing with an audience and ask for it back. It cannot be recalled; gives who holds it (person ids)."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        today = held.today.isoformat()
        edits = of("sharing", str(audience), stopped=today, level="none")
        holders: list[str] = []
        for release in held.stream.records("release"):
            if text(release, "audience") == audience and not release.get("stopped"):
                edits += of("release", release.id, stopped=today)
                holders += texts(release, "to")
        write_in(ports, work, signer, review, edits)
        work.commit()
        return tuple(dict.fromkeys(holders))


def releases(ports: Ports, signer: Signer, review: str) -> tuple[ReleaseView, ...]:
    """Reports of a review that were shared."""
    with ports.store.begin() as work:
        return sharing_page.releases(dossier.open_in(ports, work, signer, review))


def release_document(
    ports: Ports, held: Dossier, signer: Signer, version: ReportVersionView, level: Level
) -> SignedDocument:
    """The signed PDF of a version at a level, as a document."""
    full = held.work.blob(version.pdf)
    record = held.stream.record("version", version.number)
    if full is None or record is None:
        raise Refused("The report's file has not come yet.", todo="Open the file it is in.", code="no_pdf")
    number = int(version.number)
    shared = held.work.document(DocumentKind.RELEASE, document_id(held.id, level), number)
    if shared is not None and level is not Level.FULL:
        return shared  # the extract that others have of this version: there are no two of one number
    then, around = held.review.at(texts(record, "tips")), surroundings(ports, held)
    if level is Level.FULL:
        return _document(ports.reports.name(draft(then, around, number=number)), held.id, level, number, full)
    model = extract(then, around, level, number=number, by=held.person, of_full=sha256(full).hexdigest())
    signed = ports.reports.sign(
        ports.reports.make_pdf(on_paper(held.work, model)),
        signer,
        field=f"Sig-{signer.person}",
        role=ROLE_WORDS.get(held.role, held.role),
        meaning=MEANING_WORDS[Meaning.FAIR_RECORD],
        at=ports.clock(),
        certify=True,
    )
    return _document(ports.reports.name(model), held.id, level, number, signed)


def document_id(review: str, level: Level) -> str:
    """The id of a release document: one review at one level; its number is the version's."""
    return f"{review}.{level}"


def _document(name: str, review: str, level: Level, number: int, body: bytes) -> SignedDocument:
    return SignedDocument(DocumentKind.RELEASE, document_id(review, level), number, name, body)


def _planned(level: str) -> Level:
    if level not in set(Level):
        raise Refused(
            "The sharing plan gives this audience nothing.",
            "Nothing was shared.",
            "Set a level first.",
            code="not_planned",
        )
    return Level(level)


def _told(held: Dossier) -> bool:
    report = held.stream.record("report", "report")
    return report is not None and all(report.get(name) for name in ("tells_chair", "rings_lead", "tells_by"))


def _latest(ports: Ports, held: Dossier) -> ReportVersionView:
    """The newest version that is closed: signed by all, or not agreed (then only the host shares it)."""
    found = next((each for each in versions_of(ports, held) if each.state != "open"), None)
    if found is None:
        raise Refused(
            "The report is not signed by everybody yet.",
            "Nothing was shared.",
            "Share it once it is.",
            code="not_signed",
        )
    return found
