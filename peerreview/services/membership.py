"""Who belongs to our network, as the newest network document that this person accepted lists them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from peerreview.domain.exchange import DocumentKind, Recipient, SignedDocument
from peerreview.domain.network import Group, GroupKind, Network
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience
from peerreview.errors import Refused
from peerreview.identity import network_document
from peerreview.identity.signer import Signer
from peerreview.identity.trust import CardBook
from peerreview.journal.stream import Stream

from .moments import date_or_none
from .ports import UnitOfWork

_NETWORK, _ROOTS, _ALIASES = "network", "roots", "aliases"


@dataclass(frozen=True)
class Standing:
    """The network document that stands, and the SHA-256 of its bytes."""

    network: Network
    document: SignedDocument
    digest: str


def standing(work: UnitOfWork) -> Standing | None:
    """The network document that stands here, or None before joining."""
    chosen = work.setting(_NETWORK)
    document = work.document(DocumentKind.NETWORK, chosen) if chosen else None
    if document is None:
        return None
    return Standing(_decoded(document.body), document, sha256(document.body).hexdigest())


def network(work: UnitOfWork) -> Network | None:
    """Our network, or None before joining."""
    found = standing(work)
    return found.network if found else None


def accept(work: UnitOfWork, network: Network) -> None:
    """Make this network ours; what its earlier roots signed stays trusted in what is held already."""
    work.set_setting(_NETWORK, network.id)
    accepted = (work.setting(_ROOTS) or "").split()
    if network.root_certificate not in accepted:
        work.set_setting(_ROOTS, " ".join((*accepted, network.root_certificate)))


def roots(work: UnitOfWork) -> tuple[bytes, ...]:
    """The root (certificate, DER) whose network documents are applied: our network's as it stands; none before joining.

    A root that was replaced is not among them: it may have been stolen.
    """
    net = network(work)
    return (b64decode(net.root_certificate),) if net else ()


def keep_aliases(work: UnitOfWork, aliases: Iterable[str]) -> None:
    """Remember the ids that this person wrote under before the invitation came."""
    work.set_setting(_ALIASES, " ".join(aliases))


def aliases(work: UnitOfWork) -> tuple[str, ...]:
    """The ids that this person wrote under before the invitation came."""
    return tuple((work.setting(_ALIASES) or "").split())


def author_in(work: UnitOfWork, stream: Stream, signer: Signer) -> str:
    """The id the signer writes under in a stream: an earlier one of his own where only that one has a role there."""
    if stream.roles(signer.person):
        return signer.person
    own = () if signer.guest else aliases(work)
    return next((each for each in (*own, *known_as(work, signer.person)) if stream.roles(each)), signer.person)


def known_as(work: UnitOfWork, person: str) -> tuple[str, ...]:
    """Every id of a person, the one that their certificate bears first; the id given when no list names it."""
    found = book(work).person(person)
    return (found.id, *found.aliases) if found else (person,)


def book(work: UnitOfWork) -> CardBook:
    """Whom to believe: the cards of the document that stands; for what is held already, every root ever accepted."""
    found = standing(work)
    accepted = tuple(b64decode(each) for each in (work.setting(_ROOTS) or "").split())
    return _book(found.document.body if found else b"", accepted)


def may_hold(work: UnitOfWork, stream: Stream, person: str) -> bool:
    """Whether somebody may hold a stream: by a role that it gives them or, a review, as its school's new head.

    Reports belong to the school: whoever the network lists as its head now may take the review over.
    """
    if any(not stream.roles(each).isdisjoint(stream.type.held) for each in known_as(work, person)):
        return True
    review, known = stream.record("review", "review"), book(work).person(person)
    return review is not None and known is not None and known.role is Role.HEAD and known.school == review.get("school")


def is_member(work: UnitOfWork, signer: Signer) -> bool:
    """Whether the signer's key is listed as the signer's."""
    cards = book(work)
    listing, person = cards.listing(signer.actor), cards.person(signer.person)
    return listing is not None and listing.listed and person is not None and listing.person == person.id


def require_member(work: UnitOfWork, signer: Signer) -> Network:
    """The network; raises Refused for somebody who is not a member (yet): only sending and signing need it."""
    found = network(work)
    if found is None or not is_member(work, signer):
        raise Refused(
            "You are not a member of the network yet, so colleagues could not open what you send or know your hand.",
            "Everything you wrote is kept, and you can go on working.",
            "Open the welcome file of your office here first.",
            code="not_a_member",
        )
    return found


def recipients(work: UnitOfWork, people: Iterable[str]) -> tuple[Recipient, ...]:
    """Everybody's standing devices, to encrypt to; raises Refused for somebody who is not a member."""
    cards = book(work)
    found: list[Recipient] = []
    for person in dict.fromkeys(people):
        devices = cards.recipients(person)
        if not devices:
            known = cards.person(person)
            raise Refused(
                f"{known.name if known else 'This colleague'} is not a member of the network, so a file cannot be made "
                "that only they can open.",
                "Nothing was sent.",
                "Ask the office, or give them the report as a PDF.",
                code="recipient_not_a_member",
            )
        found += devices
    return tuple(found)


def names(work: UnitOfWork) -> dict[str, str]:
    """Names of everybody in the network, by person id and alias."""
    net = network(work)
    people = net.people if net else ()
    return {id_: person.name for person in people for id_ in (person.id, *person.aliases)}


def known_names(work: UnitOfWork) -> tuple[str, ...]:
    """Names that a report may hold: people, schools and groups of the network, and the network's own."""
    net = network(work)
    if net is None:
        return ()
    found = [net.name, *(person.name for person in net.people), *(person.organisation for person in net.people)]
    return tuple(found + [school.name for school in net.schools] + [group.name for group in net.groups])


def closure_days(work: UnitOfWork, triad: Stream | None, urn: str) -> tuple[date, ...]:
    """Days on which a school is closed: the network's, the school's own, and what the triad adds."""
    net = network(work)
    school = net.school(urn) if net else None
    days = set(net.closure_days if net else ()) | set(school.closure_days if school else ())
    for record in (triad.record("triad", "triad"), triad.record("school", urn)) if triad else ():
        codes = record.get("closure_days") if record else None
        found = [date_or_none(code) for code in codes] if isinstance(codes, list) else []
        days |= {day for day in found if day}
    return tuple(sorted(days))


def groups_of(net: Network | None, urn: str, kind: GroupKind, on: date) -> tuple[Group, ...]:
    """The groups of a kind that a school belongs to on a day."""
    groups = net.groups if net else ()
    return tuple(group for group in groups if group.kind == kind and urn in group.schools and group.stands_on(on))


def audience(work: UnitOfWork, audience: Audience, urn: str, me: str, on: date) -> tuple[tuple[str, str], ...]:
    """The people of the network whom a line of the sharing plan means on a day: (person id, name)."""
    net = network(work)
    if net is None:
        return ()
    if audience is Audience.BOARD:
        people = [each for each in net.people if each.role in (Role.OFFICER, Role.OFFICE) and not each.school]
    elif audience is Audience.LEAD_HEAD:
        leads = {group.lead for group in groups_of(net, urn, GroupKind.COLLABORATIVE, on)}
        people = [each for each in net.people if each.id in leads]
    elif audience is Audience.TRIAD:
        schools = {school for group in groups_of(net, urn, GroupKind.TRIAD, on) for school in group.schools}
        people = [each for each in net.people if each.school in schools and each.role in (Role.HEAD, Role.LEAD_HEAD)]
    else:
        people = []
    return tuple((each.id, each.name) for each in people if each.id != me)


@lru_cache(maxsize=4)
def _decoded(body: bytes) -> Network:
    return network_document.decode(body)


@lru_cache(maxsize=4)
def _book(body: bytes, old_roots: tuple[bytes, ...]) -> CardBook:
    return CardBook((_decoded(body),) if body else (), old_roots)
