"""Detached signatures: who, when, unchanged or not, and no bytes whatever that break the check."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.errors import EnvironmentFault
from peerreview.identity import certificates, eventloop
from peerreview.identity.cms import LIMIT, verify_detached
from peerreview.identity.keys import new_identity
from peerreview.identity.root import Root

if TYPE_CHECKING:
    from .conftest import World

DATA = b'{"stream":"review"}'


@pytest.fixture(scope="module")
def at() -> datetime:
    return datetime(2026, 11, 17, 16, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def signature(world: World, at: datetime) -> bytes:
    return world.tom.signer().sign_cms(DATA, at)


def test_a_members_signature_is_intact_and_trusted(world: World, signature: bytes, at: datetime) -> None:
    verdict = verify_detached(DATA, signature, (world.root.certificate,))
    assert (verdict.intact, verdict.trusted, verdict.problems) == (True, True, ())
    assert (verdict.name, verdict.person, verdict.at) == ("Tom Ashdown-Reyes", "1" * 32, at)
    assert verdict.actor == world.tom.actor == certificates.actor(verdict.certificate)
    assert "certificate" not in repr(verdict)


def test_changed_data_are_not_intact(world: World, signature: bytes) -> None:
    verdict = verify_detached(DATA + b" ", signature, (world.root.certificate,))
    assert (verdict.intact, verdict.trusted) == (False, False)
    assert verdict.problems == ("This was changed after it was signed.",)
    assert verdict.name == "Tom Ashdown-Reyes"


def test_another_root_of_the_same_name_is_not_trusted(signature: bytes, other_root: Root) -> None:
    for roots in ((other_root.certificate,), ()):
        verdict = verify_detached(DATA, signature, roots)
        assert (verdict.intact, verdict.trusted) == (True, False)
        assert "We do not know who signed this" in verdict.problems[0]


def test_the_root_signs_by_its_own_hand(world: World, at: datetime) -> None:
    verdict = verify_detached(DATA, world.root.signer().sign_cms(DATA, at), (world.root.certificate,))
    assert (verdict.intact, verdict.trusted, verdict.name, verdict.person) == (True, True, "Marram Vale", "")


def test_a_time_that_the_membership_cannot_count_for(world: World, at: datetime) -> None:
    signature = world.tom.signer().sign_cms(DATA, at - timedelta(days=400))
    verdict = verify_detached(DATA, signature, (world.root.certificate,))
    assert (verdict.intact, verdict.trusted) == (True, False)
    assert "outside the time" in verdict.problems[0]


def test_a_membership_lasts_as_long_as_the_root(world: World, at: datetime) -> None:
    signature = world.tom.signer().sign_cms(DATA, at + timedelta(days=23 * 365))
    assert verify_detached(DATA, signature, (world.root.certificate,)).trusted


def test_a_clock_that_is_centuries_off_is_said_so(world: World, at: datetime) -> None:
    with pytest.raises(EnvironmentFault, match="This computer thinks it is 2106"):
        world.tom.signer().sign_cms(DATA, at.replace(year=2106))


def test_trust_may_be_judged_at_another_time(world: World, signature: bytes, at: datetime) -> None:
    verdict = verify_detached(DATA, signature, (world.root.certificate,), at + timedelta(days=26 * 365))
    assert (verdict.intact, verdict.trusted, verdict.at) == (True, False, at + timedelta(days=26 * 365))


@pytest.mark.parametrize("broken", [b"", b"0", b"\x30\x80", b"0" * (LIMIT + 1), b"\x30\x03\x06\x01\x00"])
def test_what_is_no_signature_is_not_intact(world: World, broken: bytes) -> None:
    verdict = verify_detached(DATA, broken, (world.root.certificate,))
    assert (verdict.intact, verdict.trusted, verdict.problems) == (False, False, ("The signature cannot be read.",))


def test_half_a_signature_and_a_trailing_byte(world: World, signature: bytes) -> None:
    for broken in (signature[:-1], signature[: len(signature) // 2], signature + b"\0"):
        assert not verify_detached(DATA, broken, (world.root.certificate,)).intact


@given(st.data())
@settings(max_examples=60)
def test_no_flipped_bit_is_trusted_and_none_raises(world: World, signature: bytes, data: st.DataObject) -> None:
    """Only bits outside what is signed (the certificates that ride along) may flip unnoticed, and never who signed."""
    place = data.draw(st.integers(0, len(signature) - 1))
    flipped = bytearray(signature)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    verdict = verify_detached(DATA, bytes(flipped), (world.root.certificate,))
    assert not verdict.trusted or (verdict.actor, verdict.name) == (world.tom.actor, "Tom Ashdown-Reyes")


@given(st.binary(max_size=300))
@settings(max_examples=40)
def test_random_bytes_never_raise(world: World, noise: bytes) -> None:
    assert not verify_detached(DATA, noise, (world.root.certificate,)).intact


def test_a_signature_with_the_data_inside_is_not_a_detached_one(world: World, at: datetime) -> None:
    signer = world.tom.signer().pyhanko_signer()
    whole = eventloop.run(signer.async_sign_general_data(DATA, "sha256", detached=False, use_cades=True)).dump()
    assert not verify_detached(DATA, whole, (world.root.certificate,)).intact


def test_a_signature_that_tells_no_time_is_trusted_at_no_time(world: World) -> None:
    signer = world.tom.signer().pyhanko_signer()
    digest = hashlib.sha256(DATA).digest()
    untimed = eventloop.run(signer.async_sign(digest, "sha256", use_pades=True)).dump()
    verdict = verify_detached(DATA, untimed, (world.root.certificate,))
    assert (verdict.intact, verdict.trusted, verdict.at) == (True, False, None)
    assert verdict.problems == ("The signature does not say when it was made.",)


def test_threads_sign_and_check_side_by_side(world: World, at: datetime) -> None:
    roots = (world.root.certificate,)

    def there_and_back(number: int) -> bool:
        data = b"%d" % number
        return verify_detached(data, world.tom.signer().sign_cms(data, at), roots).trusted

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(there_and_back, range(12)))


def test_no_event_loop_is_left_and_no_socket_opened(
    world: World, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    for opener in ("socket", "socketpair", "create_connection"):
        monkeypatch.setattr(socket, opener, refuse)
    assert verify_detached(DATA, world.tom.signer().sign_cms(DATA, at), (world.root.certificate,)).trusted


def test_a_coroutine_that_waits_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    with pytest.raises(RuntimeError, match="waits for something"):
        eventloop.run(asyncio.sleep(60))


def test_another_persons_certificate_beside_ones_own_signature(world: World, at: datetime) -> None:
    """Signing with one's own key under somebody else's certificate is noticed."""
    from dataclasses import replace

    forged = replace(world.tom.signer(), certificate=world.dele.certificate).sign_cms(DATA, at)
    assert not verify_detached(DATA, forged, (world.root.certificate,)).intact


def test_a_self_made_authority_below_a_member_gives_no_membership(world: World, at: datetime) -> None:
    """A member cannot issue memberships: path length and key usage forbid it."""
    from peerreview.identity.signer import Signer

    pretender = new_identity("9" * 32, "Gwen Hathersage", at)
    issued = certificates.issue(
        world.tom.key, world.tom.certificate, pretender.key.public_key(), certificates.subject("Gwen Hathersage")
    )
    chain = (world.tom.certificate, world.root.certificate)
    signer = Signer("9" * 32, "Gwen Hathersage", pretender.actor, issued, pretender.key, chain)
    verdict = verify_detached(DATA, signer.sign_cms(DATA, at), (world.root.certificate,))
    assert (verdict.intact, verdict.trusted) == (True, False)
