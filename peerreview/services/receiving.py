"""Documents that arrive: network, reports, group-term reports, handbooks, data packs; and a report's PDF by itself.

Each is judged by its own signature, whoever carried it. A lower number than the one held, or the same number with
another content, is said and not applied.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from peerreview.analysis import released
from peerreview.analysis.released import Attached
from peerreview.analysis.review import text
from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.domain.filenames import LIMIT, safe
from peerreview.domain.ledger import Arrival
from peerreview.domain.people import Role
from peerreview.domain.release import Release
from peerreview.domain.reviews import Level
from peerreview.errors import Refused
from peerreview.handbook import content
from peerreview.handbook.model import Handbook
from peerreview.identity import network_document
from peerreview.identity.cms import verify_detached
from peerreview.identity.network_document import Edition
from peerreview.identity.signer import Signer
from peerreview.identity.verdict import ReportVerdict

from . import dossier, joining, leading, members_news, membership, progressing, sharing
from .dossier import Dossier
from .incoming import Incoming
from .ports import Ports, UnitOfWork
from .signing_page import approvals, current_pdf
from .start import identity_in
from .views import Counted
from .words import LEVEL_WORDS
from .writing import of, write_in

_UNCHANGED = "Nothing was brought in."
_OFFICE = frozenset({Role.OFFICE, Role.OFFICER})
_WORDS = {
    DocumentKind.TERM_REPORT: "group-term report",
    DocumentKind.HANDBOOK: "handbook",
    DocumentKind.DATA_PACK: "data pack",
    DocumentKind.PROGRESS: "report of progress",
}


@dataclass(frozen=True)
class Received:
    """What came of documents: how many were applied, by kind, and what there is to say of the others.

    `news` is what a newer list of members changed, to be said once it was brought in.
    """

    counted: tuple[Counted, ...] = ()
    said: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    handbooks: tuple[Handbook, ...] = ()
    new_stamp: bool = False

    def __len__(self) -> int:
        """How many were applied."""
        return sum(each.count for each in self.counted)


def documents(
    ports: Ports, work: UnitOfWork, signer: Signer, arrived: Iterable[SignedDocument], arrival: str
) -> Received:
    """Apply documents in their order, network documents first; raises Refused for one that is not what it says."""
    found: list[Received] = []
    for document in sorted(arrived, key=lambda each: each.kind is not DocumentKind.NETWORK):
        if document.kind is DocumentKind.NETWORK:
            found.append(_network(ports, work, signer, document))
        elif document.kind is DocumentKind.RELEASE:
            came = report(ports, work, signer, document.body, arrival)
            found.append(Received(came.adds, (*came.said, *came.warnings)))
        else:
            found.append(_signed(ports, work, document, arrival))
    return Received(
        tuple(each for one in found for each in one.counted),
        tuple(each for one in found for each in one.said),
        tuple(each for one in found for each in one.news),
        tuple(each for one in found for each in one.handbooks),
        any(one.new_stamp for one in found),
    )


def report(ports: Ports, work: UnitOfWork, signer: Signer, pdf: bytes, arrival: str = "") -> Incoming:
    """Take in a report's PDF, as it was dropped on the window or came in a file (`arrival`).

    Those who take part in the review take it as the file that goes round; everybody else needs it whole: unchanged,
    signed by people we know, and with all its signatures.
    """
    attached = released.decode(ports.reports.data(pdf))
    book = membership.book(work)
    verdict = ports.reports.verify(pdf, book.roots, book.listing)
    release = attached.content
    _require(verdict)
    held = dossier.open_in(ports, work, signer, release.review) if work.holds(release.review) else None
    if held is not None and held.role and release.level is Level.FULL:
        going_round = _round(ports, held, signer, attached, pdf)
        if going_round.adds or not verdict.complete:
            return going_round
        # whole and known: somebody who took part and leads the group holds it as everybody does whom it was sent to
    if not verdict.complete:
        raise Refused(
            f"This report is not signed by everybody yet ({len(verdict.signers)} of {verdict.expected_signatures}).",
            _UNCHANGED,
            "Wait for the file with all signatures.",
            code="not_complete",
        )
    _signed_by_those_named(work, verdict, attached)
    document = SignedDocument(
        DocumentKind.RELEASE, sharing.document_id(release.review, release.level), release.number, _name(attached), pdf
    )
    what = f"{LEVEL_WORDS[release.level].lower()} on {release.school}"
    sender = verdict.signers[0].name
    present = work.document(DocumentKind.RELEASE, document.id)
    if present is not None and present.number > release.number:
        said = f"This is version {release.number} of the {what}; version {present.number} is here already, and stays."
        return Incoming("report", sender, known=True, said=(said,))
    if present is not None and present.body == pdf:
        return Incoming("report", sender, known=True, seen_before=True)
    own = _by_the_school(work, verdict, release)
    doubt = () if own else (f"Nobody of {release.school} has signed this report. Ring the school.",)
    if doubt and present is not None:
        return Incoming("report", sender, known=True, warnings=(f"{doubt[0]} The one that was here first stays.",))
    alone = not arrival
    arrival = arrival or ports.ids()
    if not work.put_document(document, verdict.signers[0].actor, ports.clock(), arrival):
        said = (
            f"Another file says that it is version {release.number} of the {what}. The one that was here first stays."
        )
        return Incoming("report", sender, known=True, warnings=(said,))
    if alone:
        person = book.listing(verdict.signers[0].actor)
        who = person.person if person else ""
        work.log_arrival(Arrival(arrival, ports.ids(), "report", who, sender, ports.clock(), 1))
    word = {Level.FULL: "full report", Level.SUMMARY: "summary", Level.VIEWS: "report with views only"}[release.level]
    adds = (Counted(word, 1, release.school),)
    if present is not None and present.number < release.number:
        kept = f"It replaces version {present.number}, which stays readable."
        return Incoming("report", sender, known=True, arrival=arrival, adds=adds, said=(kept,), warnings=doubt)
    return Incoming("report", sender, known=True, arrival=arrival, adds=adds, warnings=doubt)


def _by_the_school(work: UnitOfWork, verdict: ReportVerdict, release: Release) -> bool:
    """Whether somebody whom the network lists at the school, now or in an earlier list held here, has signed.

    A report may be issued without its host; then that is said. Of a school that no list names nothing can be said.
    """
    ours = membership.network(work)
    if ours is None or ours.school(release.urn) is None:
        return True
    book = membership.book(work)
    hands = {listing.person for each in verdict.signers if (listing := book.listing(each.actor))}
    numbers = [each.number for each in work.documents(DocumentKind.NETWORK) if each.id == ours.id]
    lists = (work.document(DocumentKind.NETWORK, ours.id, number) for number in numbers)
    return any(
        person.id in hands and person.school == release.urn
        for held in lists
        if held is not None
        for person in network_document.decode(held.body).people
    )


def _require(verdict: ReportVerdict) -> None:
    if not verdict.signers:
        raise Refused("Nobody has signed this report yet.", _UNCHANGED, "Wait for the signed file.", code="unsigned")
    if not verdict.intact:
        raise Refused(
            "This report was changed after it was signed.",
            _UNCHANGED,
            "Ring the sender before going further.",
            code="changed_since_signing",
        )
    if not verdict.trusted:
        why = next(iter(verdict.problems), "We do not know who signed this report.")
        raise Refused(why, _UNCHANGED, "Ring the sender before going further.", code="unknown_signer")


def _signed_by_those_named(work: UnitOfWork, verdict: ReportVerdict, attached: Attached) -> None:
    """A full report is signed by those who were there, an extract by its host: nobody else's word counts.

    Where the level says nothing of people, the network's list says who is of the school.
    """
    book = membership.book(work)
    release = attached.content
    if release.level is not Level.FULL and not release.people and _by_the_school(work, verdict, release):
        return
    may = {
        book_person.id if (book_person := book.person(each.person)) else each.person
        for each in release.people
        if release.level is Level.FULL or each.role == Role.HOST
    }
    signed = {listing.person if (listing := book.listing(each.actor)) else "" for each in verdict.signers}
    if not signed <= may:
        raise Refused(
            "This report was signed by somebody who is not named in it as having been there.",
            _UNCHANGED,
            "Ring the host school before going further.",
            code="unknown_signer",
        )


def _round(ports: Ports, held: Dossier, signer: Signer, attached: Attached, pdf: bytes) -> Incoming:
    """The file that goes round came back as the PDF alone: it takes the place of the one here if it continues it."""
    number = str(attached.content.number)
    version = held.stream.record("version", number)
    present = held.work.blob(current_pdf(held, version)) if version else None
    what = f"The report on {held.school}, version {number},"
    if version is None or present is None or text(version, "data") != attached.digest:
        raise Refused(
            f"{what} is not one that was made here.", _UNCHANGED, "Open the review file first.", code="no_version"
        )
    if pdf == present or present.startswith(pdf):
        return Incoming("report", held.name_of(held.writer), known=True, seen_before=True)
    if not pdf.startswith(present):
        raise Refused(
            "This is a second copy of the report: it does not hold the signatures of the one that goes round.",
            _UNCHANGED,
            "Ask its signer to sign the file that goes round.",
            code="second_copy",
        )
    blob = held.work.put_blob(pdf)
    if held.person == held.writer:
        write_in(ports, held.work, signer, held.id, of("version", number, pdf=blob))
    else:
        write_in(ports, held.work, signer, held.id, of("approval", f"{number}.{held.person}", pdf=blob))
    meant = [each.id.partition(".")[2] for each in approvals(held, version) if each.get("meaning")]
    told = {known for person in meant for known in membership.known_as(held.work, person)}
    signed = [each.person for each in ports.reports.expected(pdf) if each.signed and each.person not in told]
    names = [held.name_of(person) for person in signed]
    return Incoming("report", ", ".join(names), known=True, adds=(Counted("signature", len(names), held.school),))


def _network(ports: Ports, work: UnitOfWork, signer: Signer, document: SignedDocument) -> Received:
    held = work.document(DocumentKind.NETWORK, document.id)
    if held is not None and held.body == document.body:
        return Received()  # it rides along in every file; what was believed is not judged again each time
    reading = network_document.read(document, membership.roots(work))
    name, ours = reading.network.name, membership.standing(work)
    if ours is None or reading.network.id != ours.network.id:  # whoever signed it
        said = (
            f"A list of members of {name} came along, which is not our network: it does not count here, and ours "
            "stays. To join that network, ask its office for an invitation."
        )
        return Received(said=(said,))
    if not reading.root_known:
        said = (
            f"{name} has a new stamp. Compare these words with the office before accepting it: "
            f"{' '.join(reading.check_words)}. Until then its new list of members does not count here."
        )
        return Received(said=(said,), new_stamp=True)
    match network_document.edition(document, ours.document):
        case Edition.OLDER | Edition.SAME:
            return Received()
        case Edition.DIFFERENT:
            said = (
                f"{name}: another list of members says that it is number {document.number}. "
                "The one that was here first stays."
            )
            return Received(said=(said,))
    was_member = membership.is_member(work, signer)
    joining.accept_in(ports, work, document, reading.network)
    now = identity_in(work).signer()
    joined = not was_member and membership.is_member(work, now)
    said = f"{name}: the list of members is now number {document.number}."
    news = members_news.since(ours.network, reading.network, signer, now)
    return Received(news=(said, *([f"You are a member of {name}."] if joined else []), *news))


def _signed(ports: Ports, work: UnitOfWork, document: SignedDocument, arrival: str) -> Received:
    """A document with a signature of its own (CAdES). Which it is, is read from what was signed: not from the file that
    carried it, for its sender may be anybody."""
    book = membership.book(work)
    verdict = verify_detached(document.body, document.signature, book.roots)
    one = _WORDS[document.kind]
    if not verdict.intact:
        raise Refused(f"This {one} was changed after it was signed.", _UNCHANGED, code="changed_since_signing")
    listing = book.listing(verdict.actor)
    person = book.person(listing.person) if listing else None
    if person is None or not book.trusts(verdict):
        raise Refused(f"We do not know who signed this {one}.", _UNCHANGED, "Ring the sender.", code="unknown_signer")
    handbooks: tuple[Handbook, ...] = ()
    if document.kind is DocumentKind.TERM_REPORT:
        stated = leading.as_document(document.body, document.signature)
        may = leading.is_leader(work, person.id, leading.read_term_report(document.body).group)
    elif document.kind is DocumentKind.PROGRESS:
        stated = progressing.as_document(document.body, document.signature)
        may = progressing.may_sign(person, document.body)
    elif document.kind is DocumentKind.HANDBOOK:
        handbook = content.decode(document.body)
        stated = replace(document, id=f"{handbook.id}.{handbook.version}", number=1, name=handbook.title)
        may = person.role in _OFFICE and not person.school
        handbooks = (handbook,) if may and ports.library.lacks(handbook) else ()
    else:
        return Received(said=(f"A {one} came along, which this version of the app does not read; it was left out.",))
    if not may:
        return Received(said=(f"{stated.name}: this {one} is not {person.name}'s to sign, and was not applied.",))
    present = work.document(stated.kind, stated.id)
    if present is not None and present.body == stated.body:
        return Received()
    if not work.put_document(stated, verdict.actor, ports.clock(), arrival):
        return Received(said=(f"{stated.name}: an older or different file of the same number was not applied.",))
    return Received((Counted(one, 1),), handbooks=handbooks)


def _name(attached: Attached) -> str:
    release = attached.content
    return f"{safe(f'{release.visited} {release.school}')[: LIMIT - 20]} {release.level} v{release.number}.pdf"
