"""The words that people read aloud: the list itself, check words, the emergency sheet and slip phrases."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import pairwise

import pyrage
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from peerreview.errors import BadInput
from peerreview.identity import checkwords, recovery, wordlist

SECRETS = st.binary(min_size=32, max_size=32)


def test_the_list_is_2048_plain_words_that_cannot_be_mistaken() -> None:
    words = wordlist.words()
    assert len(words) == len(set(words)) == 2048
    assert list(words) == sorted(words)
    assert all(re.fullmatch("[a-z]{3,8}", word) for word in words)
    assert len({word[:4] for word in words}) == 2048
    holed = [f"{word[:gap]}_{word[gap + 1 :]}" for word in words for gap in range(len(word))]
    assert len(set(holed)) == len(holed), "two words differ by a single letter"


def test_check_words_are_the_first_66_bits() -> None:
    words = wordlist.words()
    assert checkwords.words("0" * 64) == (words[0],) * 6
    assert checkwords.words("f" * 64) == (words[2047],) * 6
    assert checkwords.words("001" + "0" * 61) == (words[0], words[1024], *(words[0],) * 4)


@given(st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), min_size=2, max_size=2, unique=True))
def test_keys_that_differ_early_have_other_words(actors: list[str]) -> None:
    one, other = actors
    same = int(one, 16) >> 190 == int(other, 16) >> 190
    assert (checkwords.words(one) == checkwords.words(other)) == same


@given(SECRETS)
def test_24_words_give_the_secret_back(secret: bytes) -> None:
    words = recovery.words_of(secret)
    assert len(words) == 24
    assert recovery.secret_of(" ".join(words)) == secret


def test_typing_is_forgiven_its_case_spacing_and_endings() -> None:
    secret = recovery.new_secret()
    typed = "\n ".join(f"{word[:4].upper()}{'x' if len(word) > 3 else ''}" for word in recovery.words_of(secret))
    assert recovery.secret_of(typed) == secret


@given(SECRETS, st.integers(0, 22))
def test_two_words_exchanged_never_give_the_same_secret(secret: bytes, place: int) -> None:
    words = list(recovery.words_of(secret))
    assume(words[place] != words[place + 1])
    words[place : place + 2] = reversed(words[place : place + 2])
    read = b""
    with suppress(BadInput):
        read = recovery.secret_of(" ".join(words))
    assert read != secret


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda words: words[:-1], "kit_count"),
        (lambda words: [*words, "acorn"], "kit_count"),
        (lambda words: ["zzzz", *words[1:]], "kit_word"),
        (lambda words: [wordlist.words()[wordlist.words().index(words[0]) ^ 1], *words[1:]], "kit_checksum"),
    ],
)
def test_mistyped_words_are_told_apart_and_never_repeated(change, code: str) -> None:  # type: ignore[no-untyped-def]
    words = list(recovery.words_of(bytes(range(32))))
    with pytest.raises(BadInput) as caught:
        recovery.secret_of(" ".join(change(words)))
    assert caught.value.code == code
    assert not any(re.search(rf"\b{word}\b", str(caught.value)) for word in [*words[:6], "zzzz"])


def test_the_sheet_opens_what_was_encrypted_to_it() -> None:
    secret = recovery.new_secret()
    file = pyrage.encrypt(b"store key", [pyrage.x25519.Recipient.from_str(recovery.age_recipient(secret))])
    again = recovery.secret_of(" ".join(recovery.words_of(secret)))
    assert pyrage.decrypt(file, [pyrage.x25519.Identity.from_str(recovery.age_identity(again))]) == b"store key"


def test_a_sheet_of_another_length_is_a_bug() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        recovery.words_of(b"short")


def test_slip_phrases_are_words_of_the_list_and_differ() -> None:
    phrases = [recovery.new_phrase() for _ in range(20)]
    assert all(len(phrase.split()) == 4 and set(phrase.split()) <= set(wordlist.words()) for phrase in phrases)
    assert all(one != other for one, other in pairwise(sorted(phrases)))
    assert len(recovery.new_phrase(6).split()) == 6


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        (" Maple  LANTERN kestrel\tcobalt ", "maple lantern kestrel cobalt"),
        ("Correct Horse", "Correct Horse"),
        ("  My own  Phrase ", "My own Phrase"),
        ("cafe\u0301 au lait", "caf\u00e9 au lait"),
    ],
)
def test_a_phrase_is_the_same_however_it_is_typed(typed: str, tidy: str) -> None:
    assert recovery.tidy_phrase(typed) == tidy == recovery.tidy_phrase(tidy)


def test_each_word_that_cannot_stand_on_a_sheet_is_pointed_out_with_what_may_be_meant() -> None:
    words = list(recovery.words_of(bytes(range(32))))
    typed = [*words[:4], words[4][:3] + words[4][4:], *words[5:9], "qqqq", *words[10:]]
    slip, stray = recovery.doubts(typed)
    assert (slip.place, stray.place) == (5, 10)
    assert words[4] in slip.meant
    assert stray.meant == ()
    assert recovery.doubts(words) == ()
