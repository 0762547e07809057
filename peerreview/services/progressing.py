"""The report of progress: what a host signs and sends up between reports, as a numbered document (DESIGN §4).

It also carries, with a report whose overall grade asks for support, who speaks to the lead headteacher and by when.
"""

from __future__ import annotations

from peerreview.analysis import follow_up
from peerreview.analysis.review import on, text
from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.domain.people import Person, Role
from peerreview.domain.progress import FORMAT, ActionProgress, Contact, ProgressReport
from peerreview.identity.signer import Signer

from . import grading, numbered
from .dossier import Dossier
from .ports import Ports, UnitOfWork


def contact_of(held: Dossier) -> Contact | None:
    """Who tells whom about a report that asks for support, once it is said; None where nothing has to be told."""
    report = held.stream.record("report", "report")
    by = on(report, "tells_by") if report else None
    chair, lead = text(report, "tells_chair"), text(report, "rings_lead")
    return Contact(chair, lead, by) if grading.needs_telling(held) and chair and lead and by else None


def make_in(ports: Ports, held: Dossier, signer: Signer, contact: Contact | None = None) -> SignedDocument:
    """Make, sign and keep the next report of progress on a review; the caller commits."""
    before = held.work.document(DocumentKind.PROGRESS, held.id)
    labels = {each.code: each.label for each in held.handbook.rules.progress}
    at = ports.clock()
    report = ProgressReport(
        review=held.id,
        urn=text(held.head, "school"),
        school=held.school,
        visited=held.visit_date,
        number=before.number + 1 if before else 1,
        made=at.date(),
        by=held.name_of(held.person),
        actions=tuple(
            ActionProgress(
                change=each.change,
                owner=each.owner,
                due=each.due,
                progress=each.progress or "",
                label=labels.get(each.progress or "", ""),
                effect=each.effect,
                checked=each.checked,
            )
            for each in follow_up.actions(held.review)
        ),
        contact=contact,
    )
    body = numbered.encode(report)
    document = as_document(body, signer.sign_cms(body, at))
    held.work.put_document(document, signer.actor, at)
    return document


def read(body: bytes) -> ProgressReport:
    """The report that `make_in` wrote; BadInput for anything else, and for one in a newer format."""
    return numbered.decode(body, ProgressReport, FORMAT, "report of progress")


def as_document(body: bytes, signature: bytes) -> SignedDocument:
    """The document that a signed report of progress is: review and number are its own; BadInput when it is none."""
    report = read(body)
    name = f"{report.school}: progress v{report.number}"
    return SignedDocument(DocumentKind.PROGRESS, report.review, report.number, name, body, signature)


def may_sign(person: Person, body: bytes) -> bool:
    """Whether a report of progress is somebody's to sign: the head's of the school that it is about."""
    return person.role is Role.HEAD and person.school == read(body).urn


def newest(work: UnitOfWork, review: str) -> ProgressReport | None:
    """The last report of progress on a review that is held here."""
    document = work.document(DocumentKind.PROGRESS, review)
    return read(document.body) if document else None


def held(work: UnitOfWork) -> tuple[ProgressReport, ...]:
    """The last report of progress on every review, by school."""
    current = (each for each in work.documents(DocumentKind.PROGRESS) if each.current)
    documents = (work.document(DocumentKind.PROGRESS, each.id, each.number) for each in current)
    return tuple(sorted((read(each.body) for each in documents if each), key=lambda each: (each.school, each.review)))


def contact_told(work: UnitOfWork, review: str) -> Contact | None:
    """Who speaks to the lead headteacher, by the last of the reports held here that says so."""
    numbers = [each.number for each in work.documents(DocumentKind.PROGRESS) if each.id == review]
    for number in sorted(numbers, reverse=True):
        document = work.document(DocumentKind.PROGRESS, review, number)
        contact = read(document.body).contact if document else None
        if contact is not None:
            return contact
    return None
