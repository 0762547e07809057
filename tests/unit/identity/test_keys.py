"""A person's keys: what they keep, what they show, and what they never show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.errors import EnvironmentFault
from peerreview.identity import age, certificates, keys
from peerreview.identity.cms import verify_detached
from peerreview.identity.keys import new_identity

AT = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)


def test_an_identity_comes_back_from_its_row() -> None:
    identity = new_identity("1" * 32, "Tom Ashdown-Reyes", AT).invited_as("2" * 32, "Tom Ashdown-Reyes", AT).renewed(AT)
    again = keys.from_bytes(identity.to_bytes())
    assert again == identity
    assert (again.actor, again.recipient, again.aliases) == (identity.actor, identity.recipient, ("1" * 32,))
    assert certificates.verifies(identity.key.public_key(), b"seal", again.signer().sign(b"seal"))


@given(st.text(min_size=1, max_size=80).filter(lambda name: name.encode("utf-8", "ignore").decode() == name))
@settings(max_examples=25)
def test_any_name_fits_a_certificate(name: str) -> None:
    identity = new_identity("1" * 32, name, AT)
    assert keys.from_bytes(identity.to_bytes()) == identity
    assert certificates.common_name(identity.certificate) == name.encode()[:64].decode(errors="ignore")


def test_a_long_name_with_accents_is_cut_between_letters() -> None:
    identity = new_identity("1" * 32, "é" * 40 + "w", AT)
    assert certificates.common_name(identity.certificate) == "é" * 32
    assert new_identity("1" * 32, "w" + "é" * 40, AT).signer().name == "w" + "é" * 40


def test_no_secret_is_shown() -> None:
    identity = new_identity("1" * 32, "Tom Ashdown-Reyes", AT)
    shown = f"{identity!r} {identity} {identity.signer()!r} {identity.signer(guest=True)}"
    assert "AGE-SECRET-KEY" not in shown
    assert "PrivateKey" not in shown
    assert identity.ages[0] not in shown


def test_a_damaged_row_says_so_and_shows_nothing_of_it() -> None:
    row = new_identity("1" * 32, "Tom Ashdown-Reyes", AT).to_bytes()
    stranger = new_identity("1" * 32, "Tom Ashdown-Reyes", AT).to_bytes()
    swapped = row.replace(row[row.index(b'"key"') :], stranger[stranger.index(b'"key"') :])
    for damaged in (row[:-1], b"", row.replace(b'"key":"', b'"key":"AA'), row.replace(b"AGE-", b"\xff"), swapped):
        with pytest.raises(EnvironmentFault) as caught:
            keys.from_bytes(damaged)
        assert caught.value.code == "keys_damaged"
        assert "AGE-SECRET" not in str(caught.value)


def test_the_invitation_gives_a_new_id_and_the_old_one_stays_an_alias() -> None:
    first = new_identity("1" * 32, "Tom", AT)
    invited = first.invited_as("2" * 32, "Tom Ashdown-Reyes", AT)
    assert (invited.person, invited.aliases, invited.actor) == ("2" * 32, ("1" * 32,), first.actor)
    assert invited.invited_as("2" * 32, "Tom Ashdown-Reyes", AT).aliases == ("1" * 32,)
    assert certificates.person_id(invited.certificate) == "2" * 32


def test_renewed_keys_still_open_what_was_made_for_the_old_ones() -> None:
    old = new_identity("1" * 32, "Tom", AT)
    file = pyrage.encrypt(b"for Tom", [pyrage.x25519.Recipient.from_str(old.recipient)])
    new = old.renewed(AT + timedelta(days=400))
    assert new.actor != old.actor
    assert new.recipient != old.recipient
    assert pyrage.decrypt(file, [pyrage.x25519.Identity.from_str(one) for one in new.ages]) == b"for Tom"


def test_a_certificate_for_another_key_is_not_taken() -> None:
    tom, dele = new_identity("1" * 32, "Tom", AT), new_identity("3" * 32, "Dele", AT)
    with pytest.raises(ValueError, match="another key"):
        tom.admitted(dele.certificate, dele.certificate)


def test_a_certificate_of_ones_own_making_is_intact_but_trusted_by_nobody() -> None:
    signature = new_identity("1" * 32, "Tom", AT).signer().sign_cms(b"notes", AT)
    verdict = verify_detached(b"notes", signature, ())
    assert (verdict.intact, verdict.trusted, verdict.name, verdict.person) == (True, False, "Tom", "1" * 32)


@given(st.binary(min_size=32, max_size=32))
def test_age_identities_are_those_age_knows(secret: bytes) -> None:
    identity = age.identity_of(secret)
    assert str(pyrage.x25519.Identity.from_str(identity)) == identity
    assert age.is_recipient(age.recipient_of(identity))


def test_an_age_identity_of_the_specification() -> None:
    """The test vector of C2SP age: the secret is 32 bytes of 0x42, its recipient X25519 of the base point."""
    recipient = age.recipient_of(age.identity_of(b"\x42" * 32))
    assert recipient == "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"


@pytest.mark.parametrize("text", ["", "age1", "AGE-SECRET-KEY-1QQ", "age1" + "q" * 58])
def test_what_is_no_age_key_is_told_apart(text: str) -> None:
    assert not age.is_recipient(text)
    with pytest.raises(ValueError, match="not an age identity"):
        age.recipient_of(text)


def test_an_age_secret_is_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        age.identity_of(b"short")
