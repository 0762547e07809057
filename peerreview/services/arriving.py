"""What a review file holds, believed and applied in one transaction: its sender, streams, documents and receipts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from peerreview.analysis.wording import listed
from peerreview.domain import dates
from peerreview.domain.exchange import BundleContents, BundleKind, StreamPart
from peerreview.domain.ledger import Arrival, TakenIn
from peerreview.errors import Refused
from peerreview.identity.joining import decode_invitation, open_invitation
from peerreview.identity.signer import Signer
from peerreview.identity.trust import Sender, Standing

from . import admitting, asking, brought, handbooks, membership, recalling, receiving, reviewers
from .brought import Brought
from .incoming import Incoming
from .ports import Opened, Ports, Progress, UnitOfWork

_CLOCK = timedelta(days=1)


def bundle(ports: Ports, work: UnitOfWork, signer: Signer, opened: Opened, progress: Progress) -> Incoming:
    """Apply an opened review file within a unit of work; whoever called commits, or does not."""
    contents = opened.contents
    if contents.kind is BundleKind.INVITATION:
        return _invitation(work, contents)
    if contents.kind is BundleKind.REQUEST:
        wish = asking.keep(work, contents.extra.get("request.json", b""), ports.clock())
        known, said = asking.told(work, wish)
        return Incoming("request", wish.name, known=known, said=(said,))
    arrival = ports.ids()
    received = receiving.documents(ports, work, signer, contents.documents, arrival)
    # Documents come first: a newer network document may list the sender.
    sender = _believed(work, signer, opened)
    if work.bundle_seen(contents.id, sender.person):
        return Incoming(str(contents.kind), sender.name, known=True, seen_before=True)
    recalling.require_wanted(work, contents, sender.person, sender.name)
    recall = recalling.removed_in(work, contents, sender.person, sender.name)
    for blob in contents.blobs.values():
        work.put_blob(blob)
    taken: list[TakenIn] = []
    came: list[Brought] = []
    for done, part in enumerate(contents.streams):
        progress("bring in", done, len(contents.streams))
        taken.append(_take_in(work, signer, part, arrival))
        if not taken[-1].repeated and work.holds(part.stream):
            stream = work.stream(part.stream)  # now: once they are all in, each would have to be read again
            handbooks.keep(ports.library, work, stream)
            came.append(brought.of(ports, work, signer, stream, taken[-1].new))
    for receipt in contents.receipts:
        work.add_receipt(replace(receipt, to=sender.person))  # nobody speaks for another
    new = sum(len(each.new) for each in taken)
    work.log_arrival(
        Arrival(arrival, contents.id, contents.kind, sender.person, sender.name, ports.clock(), new + len(received))
    )
    clashes = tuple(clash for each in came for clash in each.clashes)
    return Incoming(
        kind=str(contents.kind),
        sender=sender.name,
        known=True,
        arrival="" if recall else arrival,
        adds=(*brought.counted(ports.library, work, came), *received.counted),
        said=(*received.said, *_attached(contents, new), *_arrived(work, contents, sender)),
        news=received.news,
        warnings=(*_former(sender), *_wrong_clock(ports, opened)),
        changes=new,
        set_aside=sum(len(each.set_aside) for each in taken),
        two_versions=len(clashes),
        clashes=clashes,
        aside=_aside(work, taken),
        streams=tuple(
            dict.fromkeys(
                each.about if work.holds(each.about) else each.stream
                for each in sorted(came, key=lambda each: not each.clashes)
            )
        ),
        handbooks=received.handbooks,
        new_stamp=received.new_stamp,
        recall=recall,
    )


def _invitation(work: UnitOfWork, contents: BundleContents) -> Incoming:
    invitation = decode_invitation(contents.extra.get("invitation.json", b""))
    reading, people = open_invitation(invitation, membership.roots(work))
    names = listed([person.name for person in people])
    words = f" Check words: {' '.join(reading.check_words)}." if reading.check_words else ""
    said = f"An invitation to {reading.network.name} for {names}.{words}"
    return Incoming("invitation", contents.sender_name, known=reading.root_known, said=(said,))


def _believed(work: UnitOfWork, signer: Signer, opened: Opened) -> Sender:
    """The sender, when what they send may be brought in."""
    contents = opened.contents
    if opened.actor == signer.actor:
        return Sender(Standing.MEMBER, signer.person, signer.name)
    book = membership.book(work)
    sender = book.judge(opened.certificate, contents.sender, contents.sender_name, opened.at)
    if sender.believed:
        return sender
    if sender.standing is Standing.NOT_YET_KNOWN:
        here = book.recipients(contents.sender)
        raise Refused(
            f"This was made on a computer of {sender.name} that the list of members here does not show yet; another of "
            "theirs it does."
            if here
            else f"{sender.name} has joined the network, but the list of members here does not show it yet.",
            "Nothing was brought in.",
            "Open the newest file of the office first, then this one.",
            code="not_yet_known",
        )
    raise Refused(
        f"We do not know who made this file. It says {contents.sender_name}, but it was not made with that membership.",
        "Nothing was brought in.",
        "Ring them before going further.",
        code="unknown_sender",
    )


def _take_in(work: UnitOfWork, signer: Signer, part: StreamPart, arrival: str) -> TakenIn:
    book = membership.book(work)
    taken = work.take_in(part, book.listing, book.verify, arrival)
    if taken.repeated or not work.holds(part.stream):
        return taken
    stream = work.stream(part.stream)
    if not membership.may_hold(work, stream, membership.author_in(work, stream, signer)):
        raise Refused(
            "This file holds something of a review that you do not take part in.",
            "Nothing was brought in.",
            "Ring the sender.",
            code="not_yours_to_hold",
        )
    reviewers.recognise(work, stream)
    return taken


def _aside(work: UnitOfWork, taken: Iterable[TakenIn]) -> tuple[str, ...]:
    """What is set aside: how many of whom, why, and how it comes in."""
    names = membership.names(work)
    found = Counter((each.author, each.reason) for one in taken for each in one.set_aside)
    return tuple(
        f"{count} of {names.get(author, 'somebody not known here')}: {reason}. {admitting.who_admits(reason)}"
        for (author, reason), count in found.items()
    )


def _attached(contents: BundleContents, new: int) -> tuple[str, ...]:
    """What a further file of several brings: attachments of what has come before."""
    count = len(contents.blobs)
    return () if new or not count else (f"{count} attached {'file' if count == 1 else 'files'} came with it.",)


def _arrived(work: UnitOfWork, contents: BundleContents, sender: Sender) -> tuple[str, ...]:
    """Word of which files of ours arrived with the sender."""
    sent = {sending.bundle: sending for sending in work.sendings()}
    opened = {bundle for bundle, each in sent.items() if any(person == sender.person for person, _ in each.arrived)}
    asks: dict[str, str] = {}
    for bundle, ask in (recalling.asks_in(work) if contents.receipts else {}).items():
        if asks.get(ask.bundle) != "removed by":
            asks[ask.bundle] = "removed by" if bundle in opened else "never brought in, and kept out now, by"
    return tuple(
        f"{sent[receipt.bundle].describes}: {asks.get(receipt.bundle, 'arrived with')} {sender.name} "
        f"({dates.moment(receipt.at)})."
        for receipt in contents.receipts
        if receipt.bundle in sent
    )


def _former(sender: Sender) -> tuple[str, ...]:
    if sender.standing is not Standing.FORMER:
        return ()
    since = f" on {dates.short(sender.until)}" if sender.until else ""
    return (
        f"Sent by someone who left the network{since}. What they wrote before then is accepted; the rest is set aside.",
    )


def _wrong_clock(ports: Ports, opened: Opened) -> tuple[str, ...]:
    """A clock that runs wrong is said, and nothing else: the order of what was written does not rest on it."""
    now = ports.clock()
    if opened.at <= now + _CLOCK:
        return ()
    return (
        f"This computer thinks it is {dates.in_full(now)}; the file says {dates.in_full(opened.at)}. "
        "Times may be wrong; the order of what was written is kept.",
    )
