"""Reports belong to the school, not to its head: a new head gets the school's reviews on day one (USERS §1.4).

What goes over is the review as host and reviewers hold it together, with its report and actions, or the reports alone
where only they are held. The reviewers' raw notes never do: whoever hosts has never held them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peerreview.analysis.review import text
from peerreview.domain.exchange import BundleKind, DocumentKind, SignedDocument
from peerreview.domain.people import Role
from peerreview.domain.reviews import Level
from peerreview.errors import Refused
from peerreview.identity.signer import Signer

from . import held_reports, membership, reviews, sending, sharing, typing
from .ports import Ports, Progress, UnitOfWork, silent
from .posting import Made, Sent, post_in
from .views import HomeLine, Screen, Target


@dataclass(frozen=True)
class Inherited:
    """A review of one's school that one does not take part in yet."""

    stream: str
    school: str
    visited: date | None


def school_copy(ports: Ports, signer: Signer, person: str, target: Path, progress: Progress = silent) -> Sent:
    """Make one file for a school's head with every review of that school that is held here.

    Whoever holds something makes it: the head who leaves, a colleague of the triad, the lead headteacher, the office.
    """
    typing.settle(ports, signer)
    with ports.store.begin() as work:
        network = membership.require_member(work, signer)
        head = network.person(person)
        if head is None or head.role is not Role.HEAD or not head.school:
            raise Refused(
                "The network does not list them as a school's head.",
                "Nothing was sent.",
                "The office puts them on the list first.",
                code="not_the_head",
            )
        lines = [line for line in work.review_lines() if line.school == head.school]
        streams = [work.stream(line.stream) for line in lines]
        documents = list(_reports(ports, work, head.school, {line.stream for line in lines}))
        if not streams and not documents:
            raise Refused(
                "Nothing of this school's reviews is held here.",
                "Nothing was sent.",
                "Ask the head who left, a colleague of the triad, or the lead headteacher.",
                code="nothing_held",
            )
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.STREAMS if streams else BundleKind.DOCUMENTS,
            membership.recipients(work, [person]),
            streams=streams,
            documents=[*sending.network_documents(work), *documents],
            blobs=sending.blobs_in(work, streams, [person]),
            describes="The school's reviews",
            target=target,
            progress=progress,
            made=Made("school_copy"),
        )
        work.commit()
        return sent


def inherited(ports: Ports, signer: Signer) -> tuple[Inherited, ...]:
    """The reviews of one's school that are here and that another head hosted."""
    with ports.store.begin() as work:
        return tuple(inherited_in(work, signer))


def take_over(ports: Ports, signer: Signer) -> int:
    """Become the host of every review of one's school, as the network's list of members says; gives how many."""
    found = inherited(ports, signer)
    for each in found:
        reviews.take_over(ports, signer, each.stream)
    return len(found)


def inherited_in(work: UnitOfWork, signer: Signer) -> Iterator[Inherited]:
    """As `inherited`, within a unit of work."""
    network = membership.network(work)
    me = network.person(signer.person) if network else None
    if me is None or me.role is not Role.HEAD or not me.school:
        return
    for line in work.review_lines():
        if line.school == me.school:
            stream = work.stream(line.stream)
            if Role.HOST not in stream.roles(membership.author_in(work, stream, signer)):
                yield Inherited(line.stream, text(stream.record("review", "review"), "school_name"), line.visit_date)


def home_lines(work: UnitOfWork, signer: Signer) -> Iterator[HomeLine]:
    """What a new head sees on the first day."""
    found = list(inherited_in(work, signer))
    if found:
        many = "a review" if len(found) == 1 else f"{len(found)} reviews"
        yield HomeLine(
            f"You are the new head: {many} of your school came from before", found[0].school, None, "Take over",
            Target(Screen.NETWORK),
        )  # fmt: skip


def _reports(ports: Ports, work: UnitOfWork, urn: str, held: set[str]) -> Iterator[SignedDocument]:
    """The reports on a school whose reviews themselves are not held, and how its actions stand."""
    names = {
        (each.review, sharing.document_id(each.review, Level(each.level)))
        for each in held_reports.releases(ports, work)
        if each.urn == urn and each.review not in held
    }
    for review, document in sorted(names):
        found = work.document(DocumentKind.RELEASE, document), work.document(DocumentKind.PROGRESS, review)
        yield from filter(None, found)
