"""Whom a member believes: members, former members, newcomers, borrowed names and strangers."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from peerreview.domain.network import Network
from peerreview.domain.people import Listing
from peerreview.identity import joining, membership
from peerreview.identity.cms import verify_detached
from peerreview.identity.keys import Identity, new_identity
from peerreview.identity.root import Root
from peerreview.identity.trust import CardBook, Sender, Standing

if TYPE_CHECKING:
    from .conftest import World

AT = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
TOM, MIRIAM, GWEN = "1" * 32, "2" * 32, "4" * 32


@pytest.fixture(scope="module")
def after_august(world: World) -> CardBook:
    """The September network, in which Dele has left on 31 August."""
    network = membership.drop(world.network, [world.dele.actor], date(2027, 8, 31), "Left the network")
    return CardBook((replace(network, number=4, issued=date(2027, 9, 6)),))


def test_a_listing_tells_whose_key_it_is_and_until_when(world: World, after_august: CardBook) -> None:
    assert world.book.listing(world.tom.actor) == Listing(TOM, listed=True)
    assert world.book.listing("0" * 64) is None
    ended = Listing("3" * 32, listed=False, until=date(2027, 8, 31), reason="Left the network")
    assert after_august.listing(world.dele.actor) == ended


def test_an_end_that_is_announced_has_not_come_yet(world: World) -> None:
    """It counts from the first document issued after it, so that every device agrees, whatever its clock says."""
    network = membership.drop(world.network, [world.dele.actor], date(2027, 8, 31), "Retires")
    listing = CardBook((network,)).listing(world.dele.actor)
    assert listing == Listing("3" * 32, listed=True, until=date(2027, 8, 31), reason="Retires")


def test_seals_of_every_card_verify_and_of_nobody_else(world: World, after_august: CardBook) -> None:
    seal = world.dele.signer().sign(b"tips")
    assert world.book.verify(world.dele.actor, b"tips", seal)
    assert after_august.verify(world.dele.actor, b"tips", seal)
    assert not world.book.verify(world.tom.actor, b"tips", seal)
    assert not world.book.verify(world.dele.actor, b"tops", seal)
    assert not world.book.verify(world.dele.actor, b"tips", b"")
    stranger = new_identity("9" * 32, "Stranger", AT)
    assert not world.book.verify(stranger.actor, b"tips", stranger.signer().sign(b"tips"))


def _judged(book: CardBook, identity: Identity, sender: str, name: str, at: datetime = AT) -> Standing:
    return book.judge(identity.certificate, sender, name, at).standing


def test_a_member_is_believed_under_their_own_name(world: World) -> None:
    judged = world.book.judge(world.tom.certificate, TOM, "Tom Ashdown-Reyes", AT)
    assert judged == Sender(Standing.MEMBER, TOM, "Tom Ashdown-Reyes")
    assert judged.believed
    married = world.book.judge(world.tom.certificate, TOM, "Tom Reyes", AT)
    assert married == judged, "the card decides, and the name shown is the network's"


def test_a_former_member_with_the_date(world: World, after_august: CardBook) -> None:
    judged = after_august.judge(world.dele.certificate, "3" * 32, "Dele Akintola", AT)
    assert judged == Sender(Standing.FORMER, "3" * 32, "Dele Akintola", date(2027, 8, 31), "Left the network")
    assert judged.believed


def test_somebody_whose_end_was_announced_is_former_from_that_day(world: World) -> None:
    book = CardBook((membership.drop(world.network, [world.dele.actor], date(2027, 8, 31), "Retires"),))
    last, first = datetime(2027, 8, 30, 12, tzinfo=UTC), datetime(2027, 8, 31, 12, tzinfo=UTC)
    assert _judged(book, world.dele, "3" * 32, "Dele Akintola", last) is Standing.MEMBER
    assert _judged(book, world.dele, "3" * 32, "Dele Akintola", first) is Standing.FORMER


def _newcomer(world: World, root: Root, network: Network) -> Identity:
    gwen = new_identity(GWEN, "Gwen Hathersage", AT)
    request = joining.decode_request(joining.make_request(gwen, network.id, "", AT))
    return membership.collect(gwen, membership.admit_all(root, network, [request], AT).network)


def test_a_newcomer_is_not_yet_known(world: World) -> None:
    gwen = _newcomer(world, world.root, world.network)
    assert _judged(world.book, gwen, GWEN, "Gwen Hathersage") is Standing.NOT_YET_KNOWN
    assert _judged(world.book, gwen, TOM, "Gwen Hathersage") is Standing.MISNAMED
    assert _judged(world.book, gwen, GWEN, "Tom Ashdown-Reyes") is Standing.MISNAMED
    assert not world.book.judge(gwen.certificate, GWEN, "Gwen Hathersage", AT).believed


def test_strangers_and_borrowed_names(world: World, other_root: Root) -> None:
    stranger = new_identity("9" * 32, "Carys Bevan-Holt", AT)
    assert _judged(world.book, stranger, "9" * 32, "Carys Bevan-Holt") is Standing.STRANGER
    for sender, name in ((TOM, "Carys Bevan-Holt"), ("9" * 32, "Tom Ashdown-Reyes"), ("9" * 32, " tom  ASHDOWN-reyes")):
        assert _judged(world.book, stranger, sender, name) is Standing.MISNAMED
    elsewhere = _newcomer(world, other_root, membership.succeed(other_root, world.network))
    assert _judged(world.book, elsewhere, "9" * 32, "Carys Bevan-Holt") is Standing.STRANGER
    assert _judged(world.book, elsewhere, GWEN, "Gwen Hathersage") is Standing.MISNAMED


def test_a_member_cannot_speak_as_another(world: World) -> None:
    assert _judged(world.book, world.dele, TOM, "Tom Ashdown-Reyes") is Standing.MISNAMED
    assert _judged(world.book, world.dele, "3" * 32, "Miriam Feldt") is Standing.MISNAMED
    assert _judged(world.book, world.dele, TOM, "Dele Akintola") is Standing.MISNAMED


def test_an_alias_is_the_same_person(world: World) -> None:
    tom, *others = world.network.people
    network = replace(world.network, people=(replace(tom, aliases=("7" * 32,)), *others))
    book = CardBook((network,))
    person = book.person("7" * 32)
    assert person
    assert person.id == TOM
    assert _judged(book, world.tom, "7" * 32, "Tom Ashdown-Reyes") is Standing.MEMBER
    assert _judged(book, world.dele, "7" * 32, "Dele Akintola") is Standing.MISNAMED
    assert book.recipients("7" * 32) == book.recipients(TOM)


def test_a_second_device_is_the_same_person_and_can_read_too(world: World) -> None:
    second = new_identity(TOM, "Tom Ashdown-Reyes", AT)
    raw = joining.make_request(second, world.network.id, "900101", AT, first=world.tom.signer())
    network = membership.admit_all(world.root, world.network, [joining.decode_request(raw)], AT).network
    book = CardBook((replace(network, issued=AT.date()),))
    assert _judged(book, second, TOM, "Tom Ashdown-Reyes") is Standing.MEMBER
    assert {recipient.age for recipient in book.recipients(TOM)} == {world.tom.recipient, second.recipient}
    assert {(recipient.person, recipient.name) for recipient in book.recipients(TOM)} == {(TOM, "Tom Ashdown-Reyes")}


def test_nothing_is_encrypted_to_an_ended_card_or_a_stranger(world: World, after_august: CardBook) -> None:
    assert after_august.recipients("3" * 32) == ()
    assert after_august.recipients("9" * 32) == ()
    assert [recipient.age for recipient in after_august.recipients(MIRIAM)] == [world.miriam.recipient]


def test_signatures_count_by_listing_at_their_claimed_time(world: World, after_august: CardBook) -> None:
    def signed(identity: Identity, at: datetime, book: CardBook) -> bool:
        verdict = verify_detached(b"release", identity.signer().sign_cms(b"release", at), book.roots)
        return book.trusts(verdict)

    left = datetime(2027, 8, 31, 9, tzinfo=UTC)
    assert signed(world.dele, left - timedelta(days=1), after_august)
    assert not signed(world.dele, left, after_august)
    assert signed(_newcomer(world, world.root, world.network), AT, world.book), "by chain, as any tool can"
    stranger = new_identity("9" * 32, "Stranger", AT)
    assert not signed(stranger, AT, world.book)
    tampered = verify_detached(b"x", world.tom.signer().sign_cms(b"release", AT), world.book.roots)
    assert not world.book.trusts(tampered)


def test_what_the_old_root_signed_stays_trusted_where_it_is_held(world: World, other_root: Root) -> None:
    signature = world.tom.signer().sign_cms(b"release", AT)
    book = CardBook((membership.succeed(other_root, world.network),), old_roots=(world.root.certificate,))
    assert verify_detached(b"release", signature, book.held_roots).trusted
    arriving = verify_detached(b"release", signature, book.roots)
    assert not arriving.trusted
    assert book.trusts(arriving), "the key is listed all the same"


def test_a_stolen_root_makes_nobody_a_member(world: World, other_root: Root) -> None:
    book = CardBook((membership.succeed(other_root, world.network),), old_roots=(world.root.certificate,))
    planted = _newcomer(world, world.root, world.network)
    assert not book.trusts(verify_detached(b"x", planted.signer().sign_cms(b"x", AT), book.roots))
    assert _judged(book, planted, "9" * 32, "Carys Bevan-Holt") is Standing.STRANGER
    assert _judged(book, planted, GWEN, "Gwen Hathersage") is Standing.MISNAMED


def test_two_networks_answer_the_same_in_any_order(world: World, other_root: Root) -> None:
    """Dele has left one network and stands in the other."""
    left = membership.drop(world.network, [world.dele.actor], world.network.issued, "Moved")
    other = replace(
        left,
        id="0" * 32,
        root=other_root.actor,
        root_certificate=b64encode(other_root.certificate).decode(),
        cards=world.network.cards_of("3" * 32),
    )
    books = CardBook((left, other)), CardBook((other, left))
    for book in books:
        assert book.listing(world.dele.actor) == Listing("3" * 32, listed=True)
        assert book.listing(world.tom.actor) == Listing(TOM, listed=True)
        assert set(book.roots) == {world.root.certificate, other_root.certificate}


def test_without_a_network_everybody_is_a_stranger(world: World) -> None:
    book = CardBook(())
    assert book.listing(world.tom.actor) is None
    assert _judged(book, world.tom, TOM, "Tom Ashdown-Reyes") is Standing.STRANGER
