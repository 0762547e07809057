"""What a colleague's own program might send: signed by a member, well formed, and not to be believed in everything."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

import pytest

from peerreview.domain.exchange import BundleKind, Receipt, StreamPart
from peerreview.domain.people import Role
from peerreview.errors import Refused
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit, begin
from peerreview.journal.seal import Seal, encode_seal, payload
from peerreview.journal.stream import Stream
from peerreview.journal.value import Value, encode_value
from peerreview.services import noting, opening, reviews, sending, visits
from peerreview.services.moments import stamp
from peerreview.services.writing import of, write
from tests.integration.trust.marram import NAMES, SCHOOLS, Vale, clock, digest, fresh, salts


def sealed(stream: Stream, hand: Signer, values: Iterable[Value]) -> StreamPart:
    """A stream as it travels, sealed by one hand."""
    at = stamp(clock())
    signature = hand.sign(payload(stream.id, stream.tips, at))
    seal = Seal(stream.id, stream.tips, at, hand.actor, b64encode(signature).decode())
    lines = tuple(encode_value(value) for value in values)
    return StreamPart(stream.id, stream.tips, tuple(each.raw for each in stream.changes), lines, (encode_seal(seal),))


def begun_by(vale: Vale, who: str, stream_type: str, edits: list[Edit]) -> StreamPart:
    """A stream of that person's making."""
    desk = vale[who]
    hand = desk.signer
    stream, composed = begin(
        stream_type,
        desk.ports.table,
        edits,
        author=hand.person,
        actor=hand.actor,
        at=stamp(clock()),
        nonce=digest(fresh()),
        salts=salts,
    )
    return sealed(stream, hand, composed.values)


def test_the_host_does_not_slip_a_reviewers_journal_of_his_own_in(vale: Vale) -> None:
    """Else the reviewers' notes would be written into a journal that the host holds."""
    edits = of("reviewers", "reviewers", review=vale.review)
    for who, role in (("tom", "lead_reviewer"), ("miriam", "reviewer"), ("dele", "reviewer")):
        edits += of("reviewer", vale.people[who], role=role)
    part = begun_by(vale, "tom", "reviewers", edits)
    mine = vale.reviewers("dele")
    dele = vale["dele"]
    with pytest.raises(Refused) as refused:
        dele.bring_in(vale.post("tom", "dele", streams=(part,)))
    assert refused.value.code == "not_its_reviewers"
    noted = noting.add(dele.ports, dele.signer, vale.review, "not for the host")
    assert not noted.private
    assert vale.reviewers("dele") == mine


def test_the_host_gets_no_notes_though_the_reviewers_journal_names_him(vale: Vale) -> None:
    miriam, tom = vale["miriam"], vale["tom"]
    stream = vale.reviewers("miriam")
    write(miriam.ports, miriam.signer, stream, of("reviewer", vale.people["tom"], role="reviewer"))
    tom.bring_in(vale.copy("miriam", "tom"))
    with tom.ports.store.begin() as work:
        assert work.streams("reviewers-") == ()


def test_a_reviewers_journal_that_comes_before_its_review_waits_for_it(vale: Vale) -> None:
    """Miriam's school is reviewed by Dele, who writes, and Tom; the two journals come to Tom the wrong way round."""
    miriam, dele, tom = vale["miriam"], vale["dele"], vale["tom"]
    visit = visits.plan(
        miriam.ports,
        miriam.signer,
        vale.triad,
        school=SCHOOLS["miriam"].urn,
        host=miriam.person,
        writer=dele.person,
        reviewers=[tom.person],
    )
    review = vale.review = reviews.begin(miriam.ports, miriam.signer, vale.triad, visit)
    vale.pass_on("miriam", "dele")
    noting.add(dele.ports, dele.signer, review, "books: seen in Year 2")
    notes = vale.reviewers("dele")
    vale.copy("dele", "tom")  # seals both
    with dele.ports.store.begin() as work:
        first, second = work.part(notes), work.part(review)
    tom.bring_in(vale.post("dele", "tom", streams=(first,)))
    tom.bring_in(vale.post("dele", "tom", streams=(second,)))
    assert vale.reviewers("tom") == notes


def test_nobody_says_that_another_persons_file_arrived(vale: Vale) -> None:
    tom = vale["tom"]
    sent = sending.working_copy(
        tom.ports, tom.signer, vale.review, [vale.people["miriam"], vale.people["dele"]], vale.path("copy")
    )
    lie = Receipt(sent.bundles[0], vale.people["miriam"], clock())
    tom.bring_in(vale.post("dele", "tom", kind=BundleKind.RECEIPT, receipts=(lie,)))
    with tom.ports.store.begin() as work:
        (sending_,) = [each for each in work.sendings() if each.bundle == sent.bundles[0]]
    assert vale.people["miriam"] not in {person for person, _ in sending_.arrived}


def test_a_borrowed_file_number_does_not_keep_the_real_file_out(vale: Vale) -> None:
    miriam = vale["miriam"]
    noting.add(miriam.ports, miriam.signer, vale.review, "seen in Year 4")
    people = [vale.people["dele"]]
    sent = sending.working_copy(miriam.ports, miriam.signer, vale.review, people, vale.path("copy"))
    dele = vale["dele"]
    dele.bring_in(vale.post("tom", "dele", kind=BundleKind.RECEIPT, id=sent.bundles[0]))
    brought = dele.bring_in(sent.paths[0])
    assert [each.what for each in brought.adds] == ["note"]


def test_the_same_file_again_says_so_and_changes_nothing(vale: Vale) -> None:
    miriam, dele = vale["miriam"], vale["dele"]
    noting.add(miriam.ports, miriam.signer, vale.review, "seen in Year 4")
    path = vale.copy("miriam", "dele")
    dele.bring_in(path)
    before = _arrivals(vale)
    assert "before" in dele.bring_in(path).sentence
    assert _arrivals(vale) == before
    opening.take_out(dele.ports, dele.signer, before[0])
    assert [each.what for each in dele.bring_in(path).adds] == ["note"]


def _arrivals(vale: Vale) -> list[str]:
    with vale["dele"].ports.store.begin() as work:
        return [each.id for each in work.arrivals()]


def test_an_empty_journal_is_no_journal(vale: Vale) -> None:
    dele = vale["dele"]
    streams = tuple(StreamPart(f"review-{fresh()}", (), (), (), ()) for _ in range(3))
    with pytest.raises(ValueError):
        dele.bring_in(vale.post("tom", "dele", streams=streams))


def test_whoever_joins_the_reviewers_gets_the_notes_and_whoever_leaves_gets_no_more(vale: Vale) -> None:
    tom, miriam, lead = vale["tom"], vale["miriam"], vale["bernadette"]
    vale.pass_on("dele", "miriam")
    cast = {"review": vale.review, "role": Role.REVIEWER}
    reviews.change_cast(tom.ports, tom.signer, person=vale.people["bernadette"], name=NAMES["bernadette"], **cast)
    reviews.change_cast(tom.ports, tom.signer, person=vale.people["dele"], name=NAMES["dele"], gone=True, **cast)
    vale.pass_on("tom", "miriam")
    vale.pass_on("miriam", "bernadette")
    notes = vale.reviewers("bernadette")
    assert notes == vale.reviewers("miriam")
    assert not noting.add(lead.ports, lead.signer, vale.review, "books: seen in Year 6").private
    with miriam.ports.store.begin() as work:
        assert set(work.stream(notes).people) == {vale.people["miriam"], vale.people["bernadette"]}
    with pytest.raises(Refused):
        vale.copy("miriam", "dele")
