"""Reports held here, brought in or shared from here, as data: the lead's term and the board's tables rest on them."""

from __future__ import annotations

from peerreview.analysis import released
from peerreview.domain.exchange import DocumentKind
from peerreview.domain.release import Release

from .ports import Ports, UnitOfWork


def releases(ports: Ports, work: UnitOfWork) -> tuple[Release, ...]:
    """The newest number of every release held, by review and level. Each was verified when it was brought in."""
    held = (
        work.document(DocumentKind.RELEASE, each.id, each.number)
        for each in work.documents(DocumentKind.RELEASE)
        if each.current
    )
    return tuple(released.decode(ports.reports.data(each.body)).content for each in held if each)
