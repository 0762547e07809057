"""Bringing streams in: admitted or set aside, twice as once, taken out again; the same state on every device."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from random import Random

import pytest

from peerreview.domain.exchange import DocumentKind, SignedDocument, StreamPart
from peerreview.errors import BadInput, Refused
from peerreview.journal.admission import Reason, let_in_edit
from peerreview.journal.canonical import BadChange
from peerreview.journal.change import decode_change
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Stream
from peerreview.journal.value import Value
from peerreview.persistence import streams
from tests.integration.persistence.world import (
    DELE,
    MIRIAM,
    NOW,
    TOM,
    Device,
    Member,
    ended,
    fresh,
    network,
    note,
    review_begin,
    reviewers_begin,
    table,
)

Make = Callable[[Member], Device]


def begun(device: Make) -> tuple[Device, Device, str]:
    """Miriam's and Dele's devices with one stream that Miriam began and Dele has brought in."""
    miriam, dele = device(MIRIAM), device(DELE)
    stream_id = miriam.begin("reviewers", *reviewers_begin(MIRIAM, DELE))
    dele.bring_in(miriam.send(stream_id))
    return miriam, dele, stream_id


def state(one: Device, stream_id: str) -> object:
    """What a device holds and shows of a stream."""
    with one.store.begin() as unit:
        stream = unit.stream(stream_id)
        shown = {record.id: record for record in stream.all_records("note")}
        return stream.tips, shown, unit.set_aside(), sorted(unit.search_notes("the", 500), key=str)


def sound(*devices: Device) -> None:
    """Nothing that is worked out differs from what truth says, on any device."""
    for one in devices:
        assert one.store.check().problems == ()


def test_a_sealed_part_comes_in_and_shows_the_same(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    change = miriam.write(stream_id, note("The books show the same steps."))
    part = miriam.send(stream_id)
    taken = dele.bring_in(part)
    assert taken.new == (change,)
    assert taken.set_aside == ()
    assert taken.known == 1
    assert state(dele, stream_id) == state(miriam, stream_id)
    assert dele.send(stream_id, seal=False) == part
    sound(miriam, dele)


def test_bringing_in_twice_changes_nothing(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    miriam.write(stream_id, note("The books show the same steps."))
    part = miriam.send(stream_id)
    dele.bring_in(part)
    before = state(dele, stream_id)
    again = dele.bring_in(part)
    assert (again.new, again.set_aside, again.known) == ((), (), 2)
    assert state(dele, stream_id) == before


def test_what_is_not_sealed_is_set_aside_until_a_seal_arrives(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    change = miriam.write(stream_id, note("The books show the same steps."))
    taken = dele.bring_in(miriam.send(stream_id, seal=False))
    assert taken.new == ()
    (aside,) = taken.set_aside
    assert (aside.change, aside.author, aside.actor) == (change, MIRIAM.id, MIRIAM.actor)
    assert "sealed" in aside.reason
    with dele.reopen().begin() as unit:
        assert unit.set_aside() == (aside,)
        assert change not in unit.stream(stream_id)
        assert change not in [decode_change(raw).id for raw in unit.part(stream_id).changes]
    sound(dele)
    assert dele.bring_in(replace(miriam.send(stream_id), changes=(), values=())).new == (change,)
    assert state(dele, stream_id) == state(miriam, stream_id)
    sound(dele)


def test_a_stranger_is_set_aside_and_may_be_deleted_there(device: Make) -> None:
    dele = device(DELE)
    stranger = device(Member("Somebody Else"))
    stream_id = stranger.begin("reviewers", *reviewers_begin(stranger.owner, DELE))
    taken = dele.bring_in(stranger.send(stream_id))
    assert [one.reason for one in taken.set_aside] == ["unknown sender"]
    with dele.store.begin() as unit:
        assert unit.streams() == ()
        unit.drop_set_aside(taken.set_aside[0].change)
        unit.commit()
    with dele.store.begin() as unit:
        assert unit.set_aside() == ()
        with pytest.raises(BadInput):
            unit.drop_set_aside(taken.set_aside[0].change)
        with pytest.raises(BadInput):
            unit.stream(stream_id)
    sound(dele)


@pytest.mark.parametrize("taken_out", [False, True])
def test_what_rests_on_something_deleted_waits_for_it(taken_out: bool, device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    first = miriam.write(stream_id, note("The first of two."))
    dele.bring_in(miriam.send(stream_id, seal=False), arrival="one")
    second = miriam.write(stream_id, note("The second."))
    both = miriam.send(stream_id, seal=False)
    dele.bring_in(both)
    with dele.store.begin() as unit:
        if taken_out:
            unit.take_out("one")
        else:
            unit.drop_set_aside(first)
        unit.commit()
    with dele.store.begin() as unit:
        assert [(each.change, each.reason) for each in unit.set_aside()] == [(second, Reason.WAITING)]
    sound(dele)
    assert [each.change for each in dele.bring_in(both).set_aside] == [first]  # the very file that came last
    with dele.store.begin() as unit:
        assert {each.reason for each in unit.set_aside()} == {Reason.UNSEALED}
    assert dele.bring_in(miriam.send(stream_id)).new == (first, second)


def test_admitted_changes_cannot_be_deleted_as_if_they_were_set_aside(device: Make) -> None:
    miriam, _, stream_id = begun(device)
    with miriam.store.begin() as unit, pytest.raises(BadInput):
        unit.drop_set_aside(unit.stream(stream_id).tips[0])


def test_a_change_let_in_by_name_comes_in_at_once_and_for_everybody(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    change = dele.write(stream_id, note("Written on his last day."))
    late = dele.send(stream_id)
    left = network(2, [MIRIAM.card, ended(DELE.card, date(2026, 9, 2)), TOM.card])
    miriam.join(left)
    miriam.bring_in(late)
    assert change not in state(miriam, stream_id)[0]
    miriam.write(stream_id, let_in_edit(change, "He rang, and recognised his words"))
    with miriam.store.begin() as unit:
        assert unit.set_aside() == ()
        assert change in unit.stream(stream_id)
    newcomer = device(TOM)
    newcomer.join(left)
    taken = newcomer.bring_in(miriam.send(stream_id))
    assert change in taken.new
    assert taken.set_aside == ()
    sound(miriam, newcomer)
    assert miriam.store.rebuild().problems == ()
    assert change in state(miriam, stream_id)[0]


def test_a_later_network_document_lets_in_what_waited_for_it(device: Make) -> None:
    dele = device(DELE)
    newcomer = Member("Carys Bevan-Holt", "900103")
    carys = device(newcomer)
    stream_id = carys.begin("reviewers", *reviewers_begin(newcomer, DELE))
    part = carys.send(stream_id)
    assert dele.bring_in(part).new == ()
    cards = [member.card for member in (MIRIAM, DELE, TOM, newcomer)]
    dele.join(network(2, cards, heads=(MIRIAM, DELE, TOM, newcomer)))
    with dele.store.begin() as unit:
        assert unit.set_aside() == ()
        assert unit.streams() == (stream_id,)
    sound(dele)


def test_what_was_admitted_stays_when_the_card_ends(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    before = miriam.write(stream_id, note("Written while she was a member, the morning."))
    dele.bring_in(miriam.send(stream_id))
    dele.join(network(2, [ended(MIRIAM.card, date(2026, 9, 2)), DELE.card, TOM.card]))
    sound(dele)
    after = miriam.write(stream_id, note("Written after she had left."))
    taken = dele.bring_in(miriam.send(stream_id))
    assert [one.change for one in taken.set_aside] == [after]
    with dele.store.begin() as unit:
        assert before in unit.stream(stream_id)
    sound(dele)
    assert dele.store.rebuild().problems == ()
    with dele.store.begin() as unit:
        assert before in unit.stream(stream_id)


def test_a_new_heads_claim_counts_once_the_network_document_is_here(device: Make) -> None:
    carys = Member("Carys Bevan-Holt", "900102")
    everybody = (MIRIAM, DELE, TOM, carys)
    cards = [member.card for member in everybody]
    deputy = network(2, cards, heads=everybody)
    carys.school = "900101"
    document = network(3, cards, heads=everybody)
    tom, miriam = device(TOM), device(MIRIAM)
    her = device(carys)
    her.join(document)
    stream_id = tom.begin("review", *review_begin(TOM, MIRIAM, DELE))
    part = tom.send(stream_id)
    her.bring_in(part)
    miriam.bring_in(part)
    cited = sha256(document.body).hexdigest()
    her.write(stream_id, Edit("cast", carys.id, "role", "host"), Edit("cast", carys.id, "network", cited))
    claim = her.send(stream_id)
    miriam.join(deputy)
    miriam.bring_in(claim)

    def roles(one: Device) -> dict[str, str]:
        with one.store.begin() as unit:
            return dict(unit.review_lines()[0].roles)

    assert carys.id not in roles(miriam)
    miriam.join(document)
    assert roles(miriam)[carys.id] == "host"
    sound(her, miriam)


def test_a_part_that_breaks_the_format_changes_nothing(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    miriam.write(stream_id, note("The books show the same steps."))
    part = miriam.send(stream_id)
    before = state(dele, stream_id)
    other = miriam.begin("reviewers", *reviewers_begin(MIRIAM))
    elsewhere = miriam.send(other)
    for broken in (
        replace(part, changes=(*part.changes, b"{}")),
        replace(part, changes=(*part.changes, elsewhere.changes[0])),
        replace(part, values=(*part.values, part.values[0].replace(b"a", b"b"))),
        replace(part, seals=(*part.seals, elsewhere.seals[0])),
        replace(part, stream="nowhere-" + "0" * 32),
    ):
        with dele.store.begin() as unit:
            with pytest.raises(BadChange):
                unit.take_in(broken, lambda _: None, lambda *_: True)
            unit.commit()  # the rest of the import goes on: nothing of this part may be in it
        assert state(dele, stream_id) == before
    sound(dele)


def test_values_that_no_change_bears_are_not_kept(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    other = miriam.begin("reviewers", *reviewers_begin(MIRIAM))
    miriam.write(other, note("A stowaway."))
    part = replace(miriam.send(stream_id), values=miriam.send(other).values)
    dele.bring_in(part)
    with dele.store.begin() as unit:
        assert len(unit.part(stream_id).values) == 3
        assert "stowaway" not in str(unit.connection.exec_driver_sql("SELECT line FROM value").fetchall())


def test_a_value_that_comes_later_is_shown_and_found(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    record = fresh()
    miriam.write(stream_id, note("The books show the same steps.", record))
    whole = miriam.send(stream_id)
    dele.bring_in(replace(whole, values=()))
    with dele.store.begin() as unit:
        assert unit.search_notes("books") == ()
    dele.bring_in(whole)
    with dele.store.begin() as unit:
        assert [hit.record for hit in unit.search_notes("books")] == [record]
    sound(dele)


def test_hidden_views_stay_here_until_they_are_shown(device: Make) -> None:
    miriam, _, stream_id = begun(device)
    miriam.write(stream_id, Edit("hidden_view", f"P2.{MIRIAM.id}", "grade", "2"))
    hidden = miriam.send(stream_id)
    assert not any(b'"value":"2"' in line for line in hidden.values)
    with miriam.store.begin() as unit:
        assert any(value.value == "2" for value in unit.stream(stream_id).values.values())


def test_private_notes_go_to_nobody_and_come_from_nobody(device: Make) -> None:
    dele = device(DELE)
    stream_id = dele.begin("private")
    with pytest.raises(Refused) as told:
        dele.send(stream_id)
    assert told.value.code == "private"
    with pytest.raises(Refused):
        device(MIRIAM).bring_in(StreamPart(stream_id, (), (), (), ()))


def test_streams_not_asked_for_are_let_go_of_and_read_again(device: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_CACHED_VALUES", 3)
    miriam = device(MIRIAM)
    ids = [miriam.begin("reviewers", *reviewers_begin(MIRIAM, DELE)) for _ in range(3)]
    with miriam.store.begin() as unit:
        first = unit.stream(ids[0])
        assert unit.stream(ids[1]) is unit.stream(ids[1])
        assert unit.stream(ids[0]) is not first
        assert unit.stream(ids[0]).tips == first.tips
    for stream_id in ids * 2:
        miriam.write(stream_id, note("the books"))
    assert miriam.store.check().problems == ()


def test_holding_one_stream_does_not_count_what_the_others_hold() -> None:
    """Else filling a store with reviews in one unit of work takes four times as long for twice as many."""
    counted: list[str] = []

    class Counted(Stream):
        @property
        def values(self) -> Mapping[str, Value]:
            counted.append(self.id)
            return super().values

    cache = streams.StreamCache()
    held = [Counted(f"review-{number:032x}", table()) for number in range(20)]
    for stream in held:
        cache.put(stream)
    assert counted == [stream.id for stream in held]
    assert all(cache.get(stream.id) is stream for stream in held)


def test_an_import_is_taken_out_again_whole(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    before = state(dele, stream_id)
    record = fresh()
    with miriam.store.begin() as unit:
        photo = unit.put_blob(b"a photograph")
        composed = miriam.compose(unit, stream_id, note("The books", record))
        unit.append(stream_id, composed.change, composed.values)
        unit.commit()
    other = miriam.begin("reviewers", *reviewers_begin(MIRIAM, DELE))
    for part in (miriam.send(stream_id), miriam.send(other)):
        dele.bring_in(part, arrival="one")
    page = SignedDocument(DocumentKind.PROGRESS, "quillbeck", 1, "Progress", b"page", b"sig")
    with dele.store.begin() as unit:
        assert unit.put_document(page, "tom", NOW, arrival="one")
        unit.commit()
    with dele.store.begin() as unit:
        assert unit.bundle_seen("bundle-one", "sender")
        unit.take_out("one")
        unit.commit()
    assert state(dele, stream_id) == before
    with dele.store.begin() as unit:
        assert unit.streams() == (stream_id,)
        assert unit.documents("progress") == ()
        assert len(unit.documents("network")) == 1
        assert [one.taken_out for one in unit.arrivals()] == [True]
        assert not unit.bundle_seen("bundle-one", "sender")
        assert unit.blob(photo) is None
    sound(dele)
    dele.bring_in(miriam.send(stream_id), arrival="two")
    assert state(dele, stream_id)[1] == state(miriam, stream_id)[1]
    sound(dele)


def test_taking_out_is_refused_once_something_rests_on_it(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    miriam.write(stream_id, note("The books"))
    dele.bring_in(miriam.send(stream_id), arrival="one")
    dele.write(stream_id, note("And the walls"))
    before = state(dele, stream_id)
    with dele.store.begin() as unit, pytest.raises(Refused):
        unit.take_out("one")
    assert state(dele, stream_id) == before


def test_taking_out_is_refused_once_it_was_sent_on(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    miriam.write(stream_id, note("The books"))
    dele.bring_in(miriam.send(stream_id), arrival="one")
    dele.send(stream_id)
    with dele.store.begin() as unit, pytest.raises(Refused) as told:
        unit.take_out("one")
    assert told.value.code == "sent_since"


def test_own_work_in_another_stream_does_not_stand_in_the_way(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    miriam.write(stream_id, note("The books"))
    dele.bring_in(miriam.send(stream_id), arrival="one")
    dele.begin("private")
    with dele.store.begin() as unit:
        unit.take_out("one")
        unit.commit()
    sound(dele)


@pytest.mark.parametrize("seed", range(6))
def test_any_schedule_of_writing_sending_losing_and_repeating_ends_the_same(seed: int, device: Make) -> None:
    random = Random(seed)
    miriam, dele, stream_id = begun(device)
    sent: list[StreamPart] = []
    records = [fresh() for _ in range(4)]
    for step in range(25):
        one = random.choice([miriam, dele])
        match random.randrange(5):
            case 0 | 1:
                mine = records[random.randrange(2) + (0 if one is miriam else 2)]
                one.write(stream_id, note(f"the words of step {step}", mine))
            case 2:
                sent.append(one.send(stream_id, seal=random.random() < 0.7))
            case 3 if sent:
                other = random.choice(sent)
                if random.random() < 0.3:
                    other = replace(other, values=tuple(random.sample(other.values, len(other.values) // 2)))
                one.bring_in(other)
            case _:
                one.reopen()
    for _ in range(2):
        dele.bring_in(miriam.send(stream_id))
        miriam.bring_in(dele.send(stream_id))
    assert state(miriam, stream_id) == state(dele, stream_id)
    sound(miriam, dele)
    before = state(miriam, stream_id)
    assert miriam.store.rebuild().problems == ()
    assert state(miriam, stream_id) == before


def test_the_same_stream_is_read_once_and_then_kept_in_memory(device: Make) -> None:
    miriam, _, stream_id = begun(device)
    found: list[Stream] = []
    for _ in range(2):
        with miriam.store.begin() as unit:
            found.append(unit.stream(stream_id))
    assert found[0] is found[1]


def test_what_is_all_here_is_told_from_its_digests_and_one_new_line_is_not_overlooked(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    dele.write(stream_id, note("The books show the same steps."))
    old = miriam.send(stream_id)
    miriam.bring_in(dele.send(stream_id, seal=False))
    assert len(miriam.bring_in(dele.send(stream_id)).new) == 1  # the seal alone was new
    whole = dele.send(stream_id)
    miriam.bring_in(whole)
    before = state(miriam, stream_id)
    for part in (old, whole, replace(whole, changes=whole.changes[::-1], values=(), seals=whole.seals[:1])):
        taken = miriam.bring_in(part)
        assert taken.repeated
        assert (taken.new, taken.set_aside, taken.known) == ((), (), len(part.changes))
    assert state(miriam, stream_id) == before
    forged = replace(whole, changes=(*whole.changes, whole.changes[-1].replace(b"2026", b"2027")))
    assert not miriam.bring_in(forged).repeated
    sound(miriam, dele)


def test_what_was_taken_out_comes_in_again_with_its_words(device: Make) -> None:
    miriam, dele, stream_id = begun(device)
    record = fresh()
    dele.write(stream_id, note("The books show the same steps.", record))
    whole = dele.send(stream_id)
    miriam.bring_in(whole, "first")
    with miriam.store.begin() as unit:
        unit.take_out("first")
        unit.commit()
    assert miriam.bring_in(whole, "second").new  # the very file that came last
    with miriam.store.begin() as unit:
        unit.take_out("second")
        unit.commit()
    assert miriam.bring_in(replace(whole, values=())).new
    assert not miriam.bring_in(whole).repeated
    with miriam.store.begin() as unit:
        shown = unit.stream(stream_id).record("note", record)
    assert shown is not None
    assert shown.get("text") == "The books show the same steps."
    assert miriam.bring_in(whole).repeated
