"""Sending the method out: a handbook as the office signs it, for every member's library (DESIGN §4, §5)."""

from __future__ import annotations

from pathlib import Path

from peerreview.config import drives
from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.domain.people import Role
from peerreview.errors import Refused
from peerreview.handbook import content, reader
from peerreview.identity.signer import Signer

from . import membership
from .ports import Ports


def handbook(ports: Ports, signer: Signer, folder: Path) -> SignedDocument:
    """Sign the handbook in a folder as the office; `sending.documents` sends it on.

    Every version stands by itself: reviews keep the one they were begun with. Raises BadHandbook for a broken pack.
    """
    found = drives.reach(folder, lambda _step: reader.load(folder))
    with ports.store.begin() as work:
        me = membership.require_member(work, signer).person(signer.person)
        if me is None or me.role not in (Role.OFFICE, Role.OFFICER) or me.school:
            raise Refused("A handbook comes from the office.", "Nothing was signed.", code="not_the_office")
        at, body = ports.clock(), content.encode(found)
        document = SignedDocument(
            DocumentKind.HANDBOOK, f"{found.id}.{found.version}", 1, found.title, body, signer.sign_cms(body, at)
        )
        if ports.library.lacks(found):
            ports.library.add(found)
        work.put_document(document, signer.actor, at)
        work.commit()
        return document
