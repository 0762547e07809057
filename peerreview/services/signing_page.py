"""The signing screen as it stands: versions, who has signed how, who has it now, and a line to copy into an e-mail."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from peerreview.analysis import released
from peerreview.analysis.review import text
from peerreview.analysis.wording import listed
from peerreview.domain import dates
from peerreview.domain.exchange import BundleKind
from peerreview.domain.ledger import Sending
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Meaning, Step
from peerreview.domain.schooldays import shift
from peerreview.identity.trust import CardBook
from peerreview.journal.stream import Record

from . import membership
from .deadlines import deadlines
from .dossier import Dossier, texts
from .moments import moment
from .ports import Ports, Reports
from .report_views import ReportVersionView, SignerView, SigningView
from .words import MEANING_WORDS, ROLE_WORDS


def signing(ports: Ports, held: Dossier) -> SigningView:
    """The whole screen. What stands in the way is `findings.before_signing`: it lays pages out."""
    versions = versions_of(ports, held)
    newest = versions[0] if versions else None
    if newest is None or newest.state != "open":
        return SigningView(versions, may_sign=False, meanings=_meanings(held), with_whom="", since=None, reminder="")
    waited = waiting_in(newest)
    signed = max((each.signed for each in newest.signers if each.signed), default=newest.made)
    sent = _sent_on(held, waited, signed)
    due = issue_day(held)
    here = sent is None and (_is_mine(newest, held, signed) or any(each.me for each in waited))
    now = [each for each in waited if sent and each.person in sent.to] or waited
    since = sent.at if sent else signed
    return SigningView(
        versions=(replace(newest, signers=_reminded(held, newest, sent, signed)), *versions[1:]),
        may_sign=any(each.me for each in waited) and _turn(newest, held),
        meanings=_meanings(held),
        with_whom=held.name_of(held.person) if here else listed([each.name for each in now]),
        since=since,
        reminder=reminder(held, newest, now[0], since if sent else None, signed) if now else "",
        here=here,
        goes_to=next(
            (each.person for each in sorted(waited, key=lambda one: one.person == held.host) if not each.me), ""
        ),
        without_from=due,
        without=tuple((each.person, each.name) for each in waited if not each.me and each.person != held.writer),
        may_issue_without=held.person == held.writer and due is not None and held.today >= due,
        lead=_lead(held),
    )


def waiting_in(version: ReportVersionView) -> list[SignerView]:
    """Who has neither signed a version nor refused to."""
    return [each for each in version.signers if each.signed is None and not each.refused]


def issue_day(held: Dossier) -> date | None:
    """The day from which the report may be issued without a signature: the handbook's time after the last day."""
    due = signing_day(held)
    return shift(due, held.handbook.limits.issue_without_days, held.closure_days) if due else None


def signing_day(held: Dossier) -> date | None:
    """The last day for signing, worked out from the visit."""
    on = held.visit_date
    dues = deadlines(held.handbook, on, held.closure_days, held.stream, held.today) if on else ()
    return next((each.on for each in dues if each.code == Step.SIGNED), None)


def reminder(held: Dossier, version: ReportVersionView, to: SignerView, sent: datetime | None, signed: datetime) -> str:
    """A line to paste into an e-mail to somebody who is waited for; `sent` is when the file went to them from here."""
    due, what = signing_day(held), f"the report on {held.school} (version {version.number})"
    since = f"has been with you for signing since {dates.short(sent or signed)}"
    asked = since if sent or to.person == held.writer else f"waits for your signature since {dates.short(signed)}"
    by = f", by {dates.short(due)} if you can" if due and due >= held.today else ""
    return f"Dear {to.name}, {what} {asked}. Could you sign it and send it on{by}? Thank you."


def versions_of(ports: Ports, held: Dossier) -> tuple[ReportVersionView, ...]:
    """Every version, newest first."""
    found = sorted(held.stream.records("version"), key=lambda each: int(each.id), reverse=True)
    return tuple(_version(ports, held, each) for each in found)


def current_pdf(held: Dossier, version: Record) -> str:
    """The digest of the file as its last signer left it: the revision that holds all others it can.

    One file goes round, and each signature adds to it. A file signed on a second copy does not continue the others:
    it is left out, on every device the same one, and its signer is asked to sign again on the file that goes round.
    """
    named = [text(version, "pdf"), *(text(each, "pdf") for each in approvals(held, version))]
    found = {digest: data for digest in named if digest and (data := held.work.blob(digest)) is not None}
    best, best_data = text(version, "pdf"), b""
    for digest, data in sorted(found.items(), key=lambda each: (len(each[1]), each[0])):
        if data.startswith(best_data):
            best, best_data = digest, data
    return best


def approvals(held: Dossier, version: Record) -> list[Record]:
    """What those who were there said of a version."""
    return [each for each in held.stream.records("approval") if each.id.partition(".")[0] == version.id]


def changed_since(ports: Ports, held: Dossier, version: Record) -> bool:
    """Whether the report would say something else today: only that calls for a new version."""
    if released.digest(released.build(held.review, int(version.id))) == text(version, "data"):
        return False
    pdf = held.work.blob(text(version, "pdf"))  # an older program's data lack what this one's tell besides
    return pdf is None or released.changed_since(released.decode(ports.reports.data(pdf)), held.review)


def _version(ports: Ports, held: Dossier, version: Record) -> ReportVersionView:
    pdf = current_pdf(held, version)
    data = held.work.blob(pdf) or b""
    said = {each.id.partition(".")[2]: each for each in approvals(held, version)}
    told = _in_the_file(ports, held, [version, *said.values()], data)
    signers = tuple(
        _signer(held, person, said.get(person), data, told.get(person)) for person in texts(version, "signers")
    )
    state = text(version, "state") or "open"
    if any(each.refused for each in signers):
        state = "not_agreed"
    elif state == "open" and signers and all(each.signed for each in signers):
        state = "signed"
    return ReportVersionView(
        number=version.id,
        state=state,
        made=moment(version.at),
        pdf=pdf,
        signers=signers,
        replaces=text(version, "replaces"),
        why=text(version, "why"),
        changed_since=changed_since(ports, held, version),
    )


def _in_the_file(ports: Ports, held: Dossier, naming: list[Record], data: bytes) -> dict[str, datetime]:
    """Who signed in a file that came back as the PDF alone, and when it came; nobody while there is no such file.

    Whoever brought it in says so, and every other device looks for itself: only a signature that holds is one.
    """
    for record in naming:
        own = {head.change for name in ("tips", "meaning") for head in record.state(name).heads}
        for head in record.state("pdf").heads:
            digest = head.value if isinstance(head.value, str) and head.change not in own else ""
            came = held.work.blob(digest) if digest else None
            if came is not None and data.startswith(came):
                standing = membership.standing(held.work)
                book = membership.book(held.work)
                found = _hands(_File(digest, standing.digest if standing else "", came, ports.reports, book))
                return dict.fromkeys(found, moment(head.at))
    return {}


@dataclass(frozen=True)
class _File:
    """A report's file under a list of members; the rest is what it takes to judge it."""

    digest: str
    network: str
    data: bytes = field(compare=False, repr=False)
    reports: Reports = field(compare=False, repr=False)
    book: CardBook = field(compare=False, repr=False)


@lru_cache(maxsize=8)
def _hands(file: _File) -> tuple[str, ...]:
    """The person ids of those whose signatures in a file hold; it takes a second, and never changes."""
    verdict = file.reports.verify(file.data, file.book.held_roots, file.book.listing)
    listings = [file.book.listing(each.actor) for each in verdict.signers if each.trusted and verdict.intact]
    return tuple(name for each in listings if each for name in (each.person, *each.aliases))


def _signer(held: Dossier, person: str, approval: Record | None, data: bytes, in_file: datetime | None) -> SignerView:
    refused = approval is not None and approval.get("refused") is True
    signed: datetime | None = None
    if approval is not None and not refused and text(approval, "meaning"):
        mine = held.work.blob(text(approval, "pdf"))
        continued = mine is None or data.startswith(mine)
        signed = moment(approval.state("meaning").heads[0].at) if continued else None
    return SignerView(
        person=person,
        name=held.name_of(person),
        role=ROLE_WORDS.get(Role(held.role_of(person)), "") if held.role_of(person) else "",
        me=person == held.person,
        signed=signed or in_file,
        meaning=text(approval, "meaning") if approval else "",
        refused=refused,
        words=text(approval, "words") if approval else "",
        aside=approval is not None and not refused and bool(text(approval, "meaning")) and not (signed or in_file),
    )


def _turn(version: ReportVersionView | None, held: Dossier) -> bool:
    """The report writer signs first, the others in any order."""
    if version is None:
        return False
    return held.person == held.writer or any(each.person == held.writer and each.signed for each in version.signers)


def _reminded(
    held: Dossier, version: ReportVersionView, sent: Sending | None, signed: datetime
) -> tuple[SignerView, ...]:
    """The signers, each who is waited for with a line to copy."""
    waited = {each.person for each in waiting_in(version)} - {held.person}
    return tuple(
        replace(
            each, reminder=reminder(held, version, each, sent.at if sent and each.person in sent.to else None, signed)
        )
        if each.person in waited
        else each
        for each in version.signers
    )


def _sent_on(held: Dossier, waited: list[SignerView], signed: datetime) -> Sending | None:
    """The last file of this review that went from here, after the last signature, to somebody who is waited for."""
    people = {each.person for each in waited}
    found = [
        each
        for each in held.work.sendings()
        if each.kind == BundleKind.STREAMS and each.at >= signed and held.school in each.describes
        and not people.isdisjoint(each.to)
    ]  # fmt: skip
    return max(found, key=lambda each: each.at, default=None)


def _is_mine(version: ReportVersionView, held: Dossier, signed: datetime) -> bool:
    """Whether the acting person signed last, or made the version that nobody has signed."""
    last = next((each for each in version.signers if each.signed == signed), None)
    return last.me if last else held.person == held.writer


def _meanings(held: Dossier) -> tuple[str, ...]:
    return tuple(MEANING_WORDS) if held.role == Role.HOST else (Meaning.FAIR_RECORD,)


def _lead(held: Dossier) -> str:
    """The lead headteacher's name, where the triad's plan or the network says who that is."""
    plan = held.triad.record("triad", "triad") if held.triad else None
    if lead := text(plan, "lead_head"):
        return held.name_of(lead)
    urn = text(held.head, "school")
    found = membership.audience(held.work, Audience.LEAD_HEAD, urn, held.person, held.today)
    return next((name for _, name in found), "")
