"""Nobody's words are put into another's mouth: not by whoever leads, nor in the name of somebody who left."""

from __future__ import annotations

from base64 import b64encode

import pytest

from peerreview.domain.exchange import StreamPart
from peerreview.errors import Refused
from peerreview.journal.admission import let_in_edit
from peerreview.journal.change import Change, Op, build_change
from peerreview.journal.compose import Edit
from peerreview.journal.seal import Seal, encode_seal, payload
from peerreview.journal.stream import Stream
from peerreview.journal.value import encode_value, make_value
from peerreview.services import opening
from peerreview.services.moments import stamp
from tests.integration.trust.marram import Vale, clock, salts

WORDS = "I agree with every word of this report."


def forged(vale: Vale, by: str, name: str, *, let_in: bool) -> StreamPart:
    """The review as `by` might send it: with a change in `name`'s name and key, sealed by `by` alone."""
    desk, other = vale[by], vale[name].signer
    hand = desk.signer
    with desk.ports.store.begin() as work:
        part, stream = work.part(vale.review), work.stream(vale.review).clone()
    lines, values = list(part.changes), list(part.values)

    def add(author: str, actor: str, edit: Edit) -> str:
        value = make_value(edit.value, salts())
        op = Op(edit.record, edit.kind, edit.field, value.digest, ())
        stored = build_change(Change(stream.id, actor, author, stream.tips, stamp(clock()), (op,)))
        stream.put_value(value)
        stream.add(stored)
        lines.append(stored.raw)
        values.append(encode_value(value))
        return stored.id

    if let_in:
        base: Stream = stream.clone()
        false = add(other.person, other.actor, Edit("comment", "comment", "words", WORDS))
        stream = base
        add(hand.person, hand.actor, let_in_edit(false, "he told me on the telephone"))
        tips = stream.tips
    else:
        add(other.person, other.actor, Edit("comment", "comment", "words", WORDS))
        tips = stream.tips
    at = stamp(clock())
    signature = b64encode(hand.sign(payload(stream.id, tips, at))).decode()
    seal = encode_seal(Seal(stream.id, tips, at, hand.actor, signature))
    return StreamPart(stream.id, tips, tuple(lines), tuple(values), (*part.seals, seal))


def comment(vale: Vale, who: str) -> object:
    with vale[who].ports.store.begin() as work:
        record = work.stream(vale.review).record("comment", "comment")
        return record and record.get("words")


@pytest.mark.parametrize("to", ["tom", "dele"])
@pytest.mark.parametrize("let_in", [True, False])
def test_the_report_writer_does_not_comment_for_the_host(vale: Vale, to: str, let_in: bool) -> None:
    part = forged(vale, "miriam", "tom", let_in=let_in)
    brought = vale[to].bring_in(vale.post("miriam", to, streams=(part,)))
    assert comment(vale, to) is None
    assert brought.set_aside == 1


def test_nobody_writes_in_the_name_of_somebody_who_left(vale: Vale) -> None:
    part = forged(vale, "dele", "tom", let_in=False)
    miriam = vale["miriam"]
    miriam.bring_in(vale.drop("tom"))
    miriam.bring_in(vale.post("dele", "miriam", streams=(part,)))
    assert comment(vale, "miriam") is None


def test_what_its_author_never_sealed_is_not_let_in(vale: Vale) -> None:
    part = forged(vale, "dele", "tom", let_in=False)
    miriam = vale["miriam"]
    miriam.bring_in(vale.post("dele", "miriam", streams=(part,)))
    (aside,) = opening.aside(miriam.ports, miriam.signer)
    with pytest.raises(Refused) as refused:
        opening.let_in(miriam.ports, miriam.signer, [aside.change], "he told me")
    assert refused.value.code == "not_sealed"
    assert comment(vale, "miriam") is None
