"""What a review file holds, believed and applied in one transaction: its sender, streams, documents and receipts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from peerreview.analysis.review import text
from peerreview.analysis.wording import listed
from peerreview.domain import dates
from peerreview.domain.exchange import BundleContents, BundleKind, StreamPart
from peerreview.domain.ledger import Arrival, TakenIn
from peerreview.errors import Refused
from peerreview.handbook.library import Library
from peerreview.identity.joining import decode_invitation, open_invitation
from peerreview.identity.signer import Signer
from peerreview.identity.trust import Sender, Standing
from peerreview.journal.stream import Record, Stream

from . import admitting, asking, handbooks, history, membership, recalling, receiving, reviewers
from .incoming import Incoming
from .ports import Opened, Ports, Progress, UnitOfWork
from .reviews import unsettled
from .views import Counted

_COUNTED = {
    "note": ("note", "notes"),
    "reviewer_view": ("{view}", "{views}"),
    "hidden_view": ("hidden {view}", "hidden {views}"),
    "self_view": ("own {view}", "own {views}"),
    "agreed": ("agreed {view}", "agreed {views}"),
    "main_point": ("main point", "main points"),
    "answer": ("answer", "answers"),
    "attachment": ("attachment", "attachments"),
    "key_question": ("question", "questions"),
    "check_mark": ("mark on the draft", "marks on the draft"),
    "sheet_mark": ("mark from the host's sheet", "marks from the host's sheet"),
    "check_answer": ("answer to a mark", "answers to marks"),
    "approval": ("signature", "signatures"),
    "visit": ("visit", "visits"),
    "slot": ("line of the timetable", "lines of the timetable"),
    "contact": ("contact", "contacts"),
    "action": ("action", "actions"),
    "disposal": ("removal for good", "removals for good"),
}
_CLOCK = timedelta(days=1)
_MINE = "yours"
_WORDS = 8  # of each version, where a plan names what clashes


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
    taken = []
    for done, part in enumerate(contents.streams):
        progress("bring in", done, len(contents.streams))
        taken.append(_take_in(work, signer, part, arrival))
    for receipt in contents.receipts:
        work.add_receipt(replace(receipt, to=sender.person))  # nobody speaks for another
    new = sum(len(each.new) for each in taken)
    work.log_arrival(
        Arrival(arrival, contents.id, contents.kind, sender.person, sender.name, ports.clock(), new + len(received))
    )
    streams = [work.stream(each.stream) for each in taken if not each.repeated and work.holds(each.stream)]
    for stream in streams:
        handbooks.keep(ports.library, work, stream)
    whose = {**membership.names(work), signer.person: _MINE}
    clashes = tuple(_clashes(streams, {change for each in taken for change in each.new}, whose))
    return Incoming(
        kind=str(contents.kind),
        sender=sender.name,
        known=True,
        arrival="" if recall else arrival,
        adds=(*_counted(ports.library, work, taken), *received.counted),
        said=(*received.said, *_attached(contents, new), *_arrived(work, contents, sender)),
        news=received.news,
        warnings=(*_former(sender), *_wrong_clock(ports, opened)),
        changes=new,
        set_aside=sum(len(each.set_aside) for each in taken),
        two_versions=len(clashes),
        clashes=clashes,
        aside=_aside(work, taken),
        streams=tuple(stream.id for stream in streams),
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


def _counted(library: Library, work: UnitOfWork, taken: Iterable[TakenIn]) -> tuple[Counted, ...]:
    """What the new changes add, by kind: records that had nothing before, or were written again."""
    found: list[Counted] = []
    for each in taken:
        if not each.new:
            continue
        stream = work.stream(each.stream)
        records = {(op.kind, op.record) for change in each.new for op in stream.change(change).change.ops}
        here = _here_before(stream, frozenset(each.new))
        head = _head(work, stream)
        school, word = text(head, "school_name") if head else "", handbooks.words(library, head)
        for again, some in ((False, records - here), (True, records & here)):
            for kind, count in Counter(kind for kind, _ in some if kind in _COUNTED).items():
                what = _COUNTED[kind][count != 1].format(view=word.view, views=word.views)
                found.append(Counted(what, count, school, changed=again))
        if not any(kind in _COUNTED for kind, _ in records):
            found.append(Counted("change" if len(each.new) == 1 else "changes", len(each.new), school))
    return tuple(found)


def _here_before(stream: Stream, new: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The records that a stream held before these changes came."""
    if len(stream) == len(new):
        return frozenset()
    return frozenset((each.op.kind, each.op.record) for each in stream.ops() if each.node.stored.id not in new)


def _clashes(streams: Iterable[Stream], new: set[str], whose: Mapping[str, str]) -> Iterator[str]:
    """The fields that have two versions because of these changes, each by its title and the words of both, mine first,
    from where they differ."""
    for stream in streams:
        for kind, record, field in unsettled(stream):
            found = stream.record(kind, record)
            heads = found.state(field).heads if found else ()
            if any(head.change in new for head in heads):
                texts = [str("nothing" if head.value is None else head.value).split() for head in heads]
                same = next((at for at, words in enumerate(zip(*texts, strict=False)) if len(set(words)) > 1), 0)
                found_in = [whose.get(head.author, "a colleague") for head in heads]
                named = zip(found_in, (_short(words, same) for words in texts), strict=True)
                said = (
                    f"yours “{words}”" if name == _MINE else f"{name}'s “{words}”"
                    for name, words in sorted(named, key=lambda each: each[0] != _MINE)
                )  # fmt: skip
                yield f"{history.field_title(kind, field)}: {', '.join(said)}"


def _short(words: Sequence[str], differs: int) -> str:
    """So many words of a version, from just before the first that the other has not."""
    start = max(0, min(differs - 2, len(words) - _WORDS))
    end = start + _WORDS
    return ("… " if start else "") + " ".join(words[start:end]) + (" …" if end < len(words) else "")


def _aside(work: UnitOfWork, taken: Iterable[TakenIn]) -> tuple[str, ...]:
    """What is set aside: how many of whom, why, and how it comes in."""
    names = membership.names(work)
    found = Counter((each.author, each.reason) for one in taken for each in one.set_aside)
    return tuple(
        f"{count} of {names.get(author, 'somebody not known here')}: {reason}. {admitting.who_admits(reason)}"
        for (author, reason), count in found.items()
    )


def _head(work: UnitOfWork, stream: Stream) -> Record | None:
    """The review itself, in its own stream or for its reviewers' one."""
    about = stream.record("reviewers", "reviewers")
    if about is not None and work.holds(text(about, "review")):
        stream = work.stream(text(about, "review"))
    return stream.record("review", "review")


def _attached(contents: BundleContents, new: int) -> tuple[str, ...]:
    """What a further file of several brings: attachments of what has come before."""
    count = len(contents.blobs)
    return () if new or not count else (f"{count} attached {'file' if count == 1 else 'files'} came with it.",)


def _arrived(work: UnitOfWork, contents: BundleContents, sender: Sender) -> tuple[str, ...]:
    """Word of which files of ours arrived with the sender."""
    sent = {sending.bundle: sending for sending in work.sendings()}
    asks = {sending.bundle for sending in recalling.asks_in(work).values()} if contents.receipts else set()
    return tuple(
        f"{sent[receipt.bundle].describes}: {'removed by' if receipt.bundle in asks else 'arrived with'} {sender.name} "
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
