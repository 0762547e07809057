"""What one stream of a review file brought: how much of what, and which fields have two versions because of it.

It is told stream by stream, while each is at hand: a file may hold more than the memory should.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from peerreview.analysis.review import text
from peerreview.handbook.library import Library
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Record, Stream

from . import handbooks, history, membership
from .ports import Ports, UnitOfWork
from .reviews import removed_beside, unsettled
from .views import Counted

_MINE = "yours"
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
"""What is counted, one and several, in the order in which it is told."""
_WORDS = 8  # of each version, where a plan names what clashes


@dataclass(frozen=True)
class Brought:
    """What came with one stream. `about` is the review that it belongs to, `changes` counts the new ones.

    `counts` has the records by (kind, whether they were here before), `nameless` whether none has a name for people.
    """

    stream: str
    about: str
    changes: int
    counts: Mapping[tuple[str, bool], int]
    nameless: bool
    clashes: tuple[str, ...]


def of(ports: Ports, work: UnitOfWork, signer: Signer, stream: Stream, new: Collection[str]) -> Brought:
    """What the `new` changes of a stream brought."""
    fresh = frozenset(new)
    records = {(op.kind, op.record) for change in new for op in stream.change(change).change.ops}
    before = _here_before(stream, fresh)
    found = Counter((kind, (kind, record) in before) for kind, record in records)
    counts = {(kind, again): found[kind, again] for again in (False, True) for kind in _COUNTED if found[kind, again]}
    nameless = not any(kind in _COUNTED for kind, _ in records)
    about = stream.record("reviewers", "reviewers")
    review = text(about, "review") if about else stream.id
    return Brought(stream.id, review, len(new), counts, nameless, tuple(_clashes(ports, work, signer, stream, fresh)))


def counted(library: Library, work: UnitOfWork, came: Iterable[Brought]) -> Iterator[Counted]:
    """What the new changes add, by kind, in the words of each review's handbook."""
    for each in came:
        if not each.changes:
            continue
        head = _head(work, each)
        school, word = text(head, "school_name") if head else "", handbooks.words(library, head)
        for (kind, again), count in each.counts.items():
            what = _COUNTED[kind][count != 1].format(view=word.view, views=word.views)
            yield Counted(what, count, school, changed=again)
        if each.nameless:
            yield Counted("change" if each.changes == 1 else "changes", each.changes, school)


def _head(work: UnitOfWork, each: Brought) -> Record | None:
    """The review that a stream is, or is about, where it is held."""
    return work.stream(each.about).record("review", "review") if work.holds(each.about) else None


def _here_before(stream: Stream, new: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The records that a stream held before these changes came."""
    if len(stream) == len(new):
        return frozenset()
    return frozenset((each.op.kind, each.op.record) for each in stream.ops() if each.node.stored.id not in new)


def _clashes(ports: Ports, work: UnitOfWork, signer: Signer, stream: Stream, new: frozenset[str]) -> Iterator[str]:
    """The fields that have two versions because of these changes, each by its title and the words of both, mine first,
    from where they differ."""
    names = membership.names(work)
    whose = {**names, signer.person: _MINE}
    for where in unsettled(stream):
        kind, record, field = where
        if field == "gone" and (beside := removed_beside(stream, kind, record)):
            removal, edit, _ = beside
            if not new.isdisjoint((removal.change, edit.change)):
                who, other = (whose.get(each.author, "a colleague") for each in (removal, edit))
                yield f"{history.title(kind)}: removed by {_whom(who)}, and written on by {_whom(other)}"
            continue
        found = stream.record(kind, record)
        heads = found.state(field).heads if found else ()
        if any(head.change in new for head in heads):
            said = partial(history.said, ports, work, stream, where, names=names)
            texts = [("nothing" if head.value is None else said(head.value)).split() for head in heads]
            same = next((at for at, words in enumerate(zip(*texts, strict=False)) if len(set(words)) > 1), 0)
            found_in = [whose.get(head.author, "a colleague") for head in heads]
            named = zip(found_in, (_short(words, same) for words in texts), strict=True)
            told = (
                f"yours “{words}”" if name == _MINE else f"{name}'s “{words}”"
                for name, words in sorted(named, key=lambda each: each[0] != _MINE)
            )  # fmt: skip
            yield f"{history.field_title(kind, field)}: {', '.join(told)}"


def _whom(name: str) -> str:
    return "you" if name == _MINE else name


def _short(words: Sequence[str], differs: int) -> str:
    """So many words of a version, from just before the first that the other has not."""
    start = max(0, min(differs - 2, len(words) - _WORDS))
    end = start + _WORDS
    return ("… " if start else "") + " ".join(words[start:end]) + (" …" if end < len(words) else "")
