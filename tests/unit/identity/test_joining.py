"""Invitation and request: what travels before somebody is a member."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.errors import BadInput, Refused
from peerreview.identity import checkwords, joining
from peerreview.identity.joining import Invitation
from peerreview.identity.keys import new_identity
from peerreview.identity.root import Root

if TYPE_CHECKING:
    from .conftest import World

AT = datetime(2026, 9, 8, 10, 0, tzinfo=UTC)
TOM, MIRIAM, GWEN = "1" * 32, "2" * 32, "4" * 32


@pytest.fixture(scope="module")
def toms_request(world: World) -> bytes:
    return joining.make_request(world.tom, world.network.id, "900101", AT)


def _rewritten(raw: bytes, **changes: Any) -> bytes:
    plain = json.loads(raw)
    plain.get("wish", plain).update(changes)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_one_invitation_serves_everybody_it_names(world: World) -> None:
    raw = joining.encode_invitation(Invitation(world.document, (TOM, GWEN)))
    invitation = joining.decode_invitation(raw)
    assert invitation == Invitation(world.document, (TOM, GWEN))
    reading, invited = joining.open_invitation(invitation, [])
    assert [person.name for person in invited] == ["Tom Ashdown-Reyes", "Gwen Hathersage"]
    assert not reading.root_known
    assert reading.check_words == checkwords.words(world.root.actor)


def test_an_invitation_to_somebody_unheard_of_cannot_be_read(world: World) -> None:
    raw = joining.encode_invitation(Invitation(world.document, ("9" * 32,)))
    with pytest.raises(BadInput) as caught:
        joining.decode_invitation(raw)
    assert caught.value.code == "joining_unreadable"


def test_an_invitation_whose_network_was_changed_is_refused(world: World, other_root: Root) -> None:
    signature = other_root.signer().sign_cms(world.document.body, AT)
    forged = joining.encode_invitation(Invitation(replace(world.document, signature=signature), (TOM,)))
    with pytest.raises(Refused):
        joining.open_invitation(joining.decode_invitation(forged), [])


def test_a_request_tells_who_asks_with_which_keys(world: World) -> None:
    first_run = new_identity("7" * 32, "Gwen", AT)
    identity = first_run.invited_as(GWEN, "Gwen Hathersage", AT)
    request = joining.decode_request(joining.make_request(identity, world.network.id, "", AT))
    assert (request.network, request.person, request.name) == (world.network.id, GWEN, "Gwen Hathersage")
    assert (request.actor, request.recipient, request.at) == (identity.actor, identity.recipient, AT)
    assert (request.aliases, request.first_device) == (("7" * 32,), "")
    assert request.check_words == checkwords.words(first_run.actor)
    assert "PrivateKey" not in repr(request)


def test_a_second_device_is_vouched_for_by_the_first(world: World) -> None:
    second = new_identity(TOM, "Tom Ashdown-Reyes", AT)
    raw = joining.make_request(second, world.network.id, "900101", AT, first=world.tom.signer(guest=True))
    request = joining.decode_request(raw)
    assert (request.actor, request.first_device) == (second.actor, world.tom.actor)


def test_every_word_of_a_request_is_signed(world: World) -> None:
    thief = new_identity("9" * 32, "Thief", AT)
    raw = joining.make_request(world.tom, world.network.id, "900101", AT)
    for changes in (
        {"person": MIRIAM},
        {"name": "Miriam Feldt"},
        {"school": "900102"},
        {"network": "c" * 32},
        {"recipient": thief.recipient},
        {"aliases": [MIRIAM]},
        {"at": "2026-09-09T10:00:00Z"},
        {"first_device": b64encode(world.miriam.certificate).decode()},
    ):
        with pytest.raises(BadInput) as caught:
            joining.decode_request(_rewritten(raw, **changes))
        assert caught.value.code == "joining_unreadable"


def test_nobody_asks_with_a_key_they_do_not_hold(world: World) -> None:
    """A thief puts the certificate request of another under their own signature, and the other way round."""
    thief = new_identity(TOM, "Tom Ashdown-Reyes", AT)
    theirs = json.loads(joining.make_request(thief, world.network.id, "900101", AT))
    own = json.loads(joining.make_request(world.tom, world.network.id, "900101", AT))
    for mixed in ({**theirs, "signature": own["signature"]}, {**theirs, "wish": own["wish"]}):
        with pytest.raises(BadInput):
            joining.decode_request(json.dumps(mixed, sort_keys=True, separators=(",", ":")).encode())


def test_vouching_by_another_hand_does_not_count(world: World) -> None:
    second = new_identity(TOM, "Tom Ashdown-Reyes", AT)
    thief = replace(new_identity(TOM, "Thief", AT).signer(), certificate=world.tom.certificate)
    with pytest.raises(BadInput):
        joining.decode_request(joining.make_request(second, world.network.id, "900101", AT, first=thief))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "Tom\u202e"},
        {"person": "Tom"},
        {"network": "../x"},
        {"aliases": ["x"]},
        {"recipient": "age1nobody"},
        {"certificate_request": ""},
        {"first_device": "AAAA"},
        {"at": "2026-09-09T10:00:00"},
        {"at": "yesterday"},
        {"hat": "bowler"},
    ],
)
def test_malformed_requests_are_refused_even_when_well_signed(world: World, changes: dict[str, Any]) -> None:
    plain = json.loads(joining.make_request(world.tom, world.network.id, "900101", AT))
    plain["wish"].update(changes)
    payload = json.dumps(plain["wish"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    signed = world.tom.signer().sign(b"peerreview-request-1\n" + payload)
    plain["signature"] = b64encode(signed).decode()
    raw = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(BadInput) as caught:
        joining.decode_request(raw)
    assert caught.value.code == "joining_unreadable"
    assert "bowler" not in str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[" * 50_000, b"\xff", b'{"format":1}', b"x" * (joining.LIMIT + 1)])
def test_other_bytes_are_no_joining_file(raw: bytes) -> None:
    for decode in (joining.decode_request, joining.decode_invitation):
        with pytest.raises(BadInput) as caught:
            decode(raw)
        assert caught.value.code == "joining_unreadable"


def test_a_newer_format_asks_for_a_newer_app() -> None:
    for decode in (joining.decode_request, joining.decode_invitation):
        with pytest.raises(BadInput) as caught:
            decode(b'{"format":2,"more":true}')
        assert caught.value.code == "joining_newer"


@given(st.data())
@settings(max_examples=60)
def test_no_flipped_bit_gets_through(toms_request: bytes, data: st.DataObject) -> None:
    raw = bytearray(toms_request)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BadInput):
        joining.decode_request(bytes(raw))


def test_the_certificate_request_is_one_that_any_tool_reads(world: World) -> None:
    from cryptography import x509

    plain = json.loads(joining.make_request(world.tom, world.network.id, "900101", AT))
    asked = x509.load_der_x509_csr(b64decode(plain["wish"]["certificate_request"]))
    assert asked.is_signature_valid
    assert "Tom Ashdown-Reyes" in asked.subject.rfc4514_string()
