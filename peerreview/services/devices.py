"""More than one computer, and a lost one: each has keys of its own under the same person (DESIGN §6).

The first makes a joining file for the second, the second asks, the first vouches, the office admits. A computer on
which a safe copy was brought back asks for keys of its own (`ask_anew`); a lost one is cancelled by the office.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from peerreview.domain.exchange import BundleKind, DocumentKind, SignedDocument
from peerreview.errors import Refused
from peerreview.identity import joining as files
from peerreview.identity.signer import Signer

from . import asking, joining, membership, own_keys, sending, typing
from .joining import Invited
from .own_keys import Computer, OwnKeys, Whose
from .ports import Ports, Progress, UnitOfWork, silent
from .posting import Made, Sent, post_in
from .start import identity_in

_TOGETHER = ("triad-", "review-", "reviewers-")


@dataclass(frozen=True)
class MyComputers:
    """One's computers that the network lists, which of them this is (its key), and whose keys this one works with."""

    listed: tuple[Computer, ...] = ()
    here: str = ""
    keys: OwnKeys = field(default_factory=OwnKeys)


def mine(ports: Ports, signer: Signer) -> MyComputers:
    """One's own computers."""
    with ports.store.begin() as work:
        network = membership.network(work)
        listed = own_keys.computers(network, signer.person) if network else ()
        return MyComputers(listed, identity_in(work).actor, own_keys.show_in(work))


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
        sent = _ask_the_office(
            ports, work, signer, body, f"Another computer of {signer.name}, {network.name}", target, progress
        )
        work.commit()
        return sent


def ask_anew(ports: Ports, signer: Signer, target: Path, progress: Progress = silent) -> Sent:
    """Ask the office to list keys of its own for this computer, on which a safe copy was brought back, or whose keys
    were cancelled.

    While the keys in the copy stand they vouch for the new ones; once cancelled, the office compares words by
    telephone, or another computer of the owner's that is listed vouches, and it alone can: raises Refused then. The
    next list of members that names them puts them in place by itself.
    """
    at = ports.clock()
    with ports.store.begin() as work:
        network, stands = membership.network(work), own_keys.show_in(work)
        if network is None or stands.whose is Whose.OWN:
            raise Refused("This computer has keys of its own.", "Nothing was sent.", code="own_keys")
        if stands.whose is Whose.CANCELLED and stands.others:
            raise Refused(
                "Your other computer has to vouch for this one.",
                "Nothing was sent.",
                "On that one: Our network, My computers, Add another computer.",
                code="other_computer",
            )
        identity = identity_in(work)
        following = own_keys.next_in(work) or identity.renewed(at)
        own_keys.keep_next(work, following, at)
        me = network.person(signer.person)
        first = identity.signer() if stands.whose is Whose.COPIED else None
        body = files.make_request(following, network.id, me.school if me else "", at, first=first)
        sent = _ask_the_office(
            ports, work, signer, body, f"New computer of {signer.name}, {network.name}", target, progress
        )
        work.commit()
        return sent


def _ask_the_office(
    ports: Ports, work: UnitOfWork, signer: Signer, body: bytes, describes: str, target: Path, progress: Progress
) -> Sent:
    """Post a computer's request; whoever keeps the office's page has it there at once."""
    office = joining.office_in(work, signer.person)
    if signer.person in {each.person for each in office}:
        asking.keep(work, body, ports.clock())
    return asking.post(ports, work, signer, body, office, describes, target, progress)


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
            made=Made("along"),
        )
        work.commit()
        return sent


def _documents(work: UnitOfWork) -> Iterator[SignedDocument]:
    """The newest number of every signed document held, but for the network's list, which rides along anyway."""
    for each in work.documents():
        if each.current and each.kind != DocumentKind.NETWORK:
            found = work.document(each.kind, each.id, each.number)
            yield from (found,) if found else ()
