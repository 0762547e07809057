"""More than one computer, and a lost one: each has keys of its own under the same person (DESIGN §6).

The first makes a joining file for the second, the second asks, the first vouches, the office admits. After a lost
laptop the office cancels its membership and invites its owner again, whom `joining.request` gives new keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from peerreview.domain.exchange import BundleKind, DocumentKind, SignedDocument
from peerreview.errors import Refused
from peerreview.identity import joining as files
from peerreview.identity.signer import Signer

from . import asking, joining, membership, sending, typing
from .joining import Invited
from .ports import Ports, Progress, UnitOfWork, silent
from .posting import Sent, post_in

_TOGETHER = ("triad-", "review-", "reviewers-")


def add(ports: Ports, signer: Signer, target: Path, phrase: str = "", progress: Progress = silent) -> Invited:
    """A joining file for another computer of one's own."""
    with ports.store.begin() as work:
        membership.require_member(work, signer)
    return joining.invite(ports, signer, [signer.person], target, phrase, progress)


def vouch(ports: Ports, signer: Signer, actor: str, target: Path, progress: Progress = silent) -> Sent:
    """Give this computer's word for another of one's own that asked for it, and pass its request on to the office."""
    with ports.store.begin() as work:
        network = membership.require_member(work, signer)
        waiting = asking.own_in(work)
        asked = next((each for each in waiting if each.actor == actor), None)
        if asked is None:
            raise Refused("This computer was not asked for its word.", "Nothing was sent.", code="not_asked")
        body = files.vouch(asked.raw, signer)
        asking.keep_own(work, [each for each in waiting if each.actor != actor])
        office = joining.office_in(work, signer.person)
        if signer.person in {each.person for each in office}:
            asking.keep(work, body)
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.REQUEST,
            office,
            extra={"request.json": body},
            describes=f"Another computer of {signer.name}, {network.name}",
            target=target,
            progress=progress,
        )
        work.commit()
        return sent


def bring_along(ports: Ports, signer: Signer, target: Path, progress: Progress = silent) -> Sent:
    """Everything that colleagues hold with this person, for their other computers; private notes stay where they are.

    Those leave a computer only inside its own safe copy.
    """
    typing.settle(ports, signer)
    with ports.store.begin() as work:
        streams = [
            stream
            for prefix in _TOGETHER
            for stream in map(work.stream, work.streams(prefix))
            if membership.may_hold(work, stream, membership.author_in(work, stream, signer))
        ]
        documents = [*sending.network_documents(work), *_documents(work)]
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.STREAMS,
            membership.recipients(work, [signer.person]),
            streams=streams,
            documents=documents,
            blobs=sending.blobs_in(work, streams, [signer.person]),
            describes="For my other computer",
            target=target,
            progress=progress,
        )
        work.commit()
        return sent


def _documents(work: UnitOfWork) -> Iterator[SignedDocument]:
    """The newest number of every signed document held, but for the network's list, which rides along anyway."""
    for each in work.documents():
        if each.current and each.kind != DocumentKind.NETWORK:
            found = work.document(each.kind, each.id, each.number)
            yield from (found,) if found else ()
