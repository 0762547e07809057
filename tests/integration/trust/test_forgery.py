"""Nobody's words are put into another's mouth: not by whoever leads, nor in the name of somebody who left."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

import pytest

from peerreview.domain.exchange import StreamPart
from peerreview.errors import Refused
from peerreview.journal.admission import let_in_edit
from peerreview.journal.change import Change, Op, build_change
from peerreview.journal.compose import Edit, MayNotWrite
from peerreview.journal.seal import Seal, encode_seal, payload
from peerreview.journal.stream import Stream
from peerreview.journal.value import encode_value, make_value
from peerreview.services import joining, membership, opening, reviews, visits
from peerreview.services.moments import stamp
from peerreview.services.writing import of, write
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


def test_who_was_head_once_does_not_become_host_by_an_old_network_document(vale: Vale) -> None:
    tom, dele, gwen = vale["tom"], vale["dele"], vale["gwen"]
    people = joining.show(gwen.ports, gwen.signer).people
    moved = tuple(replace(each, school="900101") if each.id == vale.people["dele"] else each for each in people)
    files = vale.publish(people=moved), vale.publish(people=people)
    dele.bring_in(files[0])
    with dele.ports.store.begin() as work:
        standing = membership.standing(work)
    assert standing is not None
    for desk in (tom, dele):
        desk.bring_in(files[1])
    visit = visits.plan(
        tom.ports,
        tom.signer,
        vale.triad,
        school="900101",
        host=tom.person,
        writer=vale.people["miriam"],
        reviewers=[vale.people["dele"]],
    )
    vale.review = reviews.begin(tom.ports, tom.signer, vale.triad, visit)
    vale.pass_on("tom", "dele", "miriam")
    with pytest.raises(MayNotWrite):
        write(dele.ports, dele.signer, vale.review, of("cast", dele.person, role="host", network=standing.digest))
