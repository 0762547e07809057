"""The verdict: intact, trusted and complete are three answers, and no file whatever makes the question fail."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.domain.people import Listing
from peerreview.errors import BadInput
from peerreview.identity.verdict import ReportVerdict
from peerreview.reports.archive import ATTACHMENT
from peerreview.reports.signing import sign_pdf
from peerreview.reports.verifying import DATA_LIMIT, release_data, verify_pdf
from tests.unit.reports import quillbeck
from tests.unit.reports.hands import AT, Network, extract, field, hand, network, revisions, unsigned
from tests.unit.reports.tampering import HOSTILE, Change, changed, remove_field, resaved, slipped_in

TOM, MIRIAM, DELE = quillbeck.TOM, quillbeck.MIRIAM, quillbeck.DELE
STRANGERS = Network("Another network")


def verify(pdf: bytes) -> ReportVerdict:
    """The verdict with the network's root and no list of members."""
    return verify_pdf(pdf, [network().root])


def three(verdict: ReportVerdict) -> tuple[bool, bool, bool]:
    """Intact, trusted, complete."""
    return verdict.intact, verdict.trusted, verdict.complete


def test_a_report_signed_by_all_is_good() -> None:
    verdict = verify(revisions()[2])
    assert verdict.good
    assert verdict.problems == ()
    assert verdict.expected_signatures == 3
    assert [(one.name, one.role, one.trusted) for one in verdict.signers] == [
        ("Dele Akintola", "Report writer", True),
        ("Tom Ashdown-Reyes", "Host head", True),
        ("Miriam Feldt", "Fellow reviewer", True),
    ]
    assert [one.when for one in verdict.signers] == [AT + timedelta(minutes=minute) for minute in range(3)]
    assert [one.actor for one in verdict.signers] == [hand(person).actor for person in (DELE, TOM, MIRIAM)]


def test_a_last_signature_cut_off_is_missed() -> None:
    verdict = verify(revisions()[1])
    assert three(verdict) == (True, True, False)
    assert verdict.expected_signatures == 3
    assert verdict.problems == ("Miriam Feldt (Fellow reviewer) has not signed.",)


def test_an_unsigned_report_says_so() -> None:
    verdict = verify(unsigned())
    assert three(verdict) == (False, False, False)
    assert verdict.problems[0] == "Nobody has signed this file yet."
    assert len(verdict.problems) == 4


@pytest.mark.parametrize("roots", [[STRANGERS.root], []])
def test_another_root_is_not_trusted(roots: list[bytes]) -> None:
    verdict = verify_pdf(extract(), roots)
    assert three(verdict) == (True, False, True)
    assert verdict.problems[0].startswith("We do not know who signed as Tom Ashdown-Reyes")


def test_a_flipped_bit_in_the_page_is_seen() -> None:
    changed = bytearray(revisions()[2])
    changed[changed.index(b"stream\n", changed.index(b"/Length1")) + 60] ^= 1  # in a face of the page
    verdict = verify(bytes(changed))
    assert three(verdict) == (False, False, True)
    assert verdict.problems[0] == "This file was changed after Dele Akintola signed it."


def seen_after_signing(pdf: bytes) -> bool:
    """Whether the verdict is not fooled, and still names the three who signed."""
    verdict = verify(pdf)
    named = {one.name for one in verdict.signers} == {"Dele Akintola", "Tom Ashdown-Reyes", "Miriam Feldt"}
    return named and not verdict.intact and not verdict.good


@pytest.mark.parametrize("change", [each for each in HOSTILE if each is not remove_field])
def test_what_was_added_after_signing_is_seen(change: Change) -> None:
    assert seen_after_signing(changed(revisions()[2], change))


def test_a_resaved_file_is_seen() -> None:
    assert seen_after_signing(resaved(revisions()[2]))


@pytest.mark.parametrize("change", HOSTILE)
def test_what_was_slipped_in_under_a_true_signature_is_seen(change: Change) -> None:
    verdict = verify(slipped_in(revisions()[0], change, TOM))
    assert verdict.intact is False
    assert verdict.problems[0] == "This file was changed after Dele Akintola signed it."


def test_a_place_to_sign_cannot_be_taken_away() -> None:
    verdict = verify(changed(revisions()[1], remove_field))
    assert verdict.expected_signatures == 3
    assert three(verdict)[0] is False
    assert verdict.complete is False


def test_bytes_after_the_last_signature_are_seen() -> None:
    verdict = verify(revisions()[2] + b"% a comment\n")
    assert verdict.intact is False
    assert verdict.problems == ("Something was added to this file after the last signature.",)


def test_signing_in_somebody_elses_place_is_seen() -> None:
    tom = network().member(MIRIAM, "Miriam Feldt")
    forged = sign_pdf(
        revisions()[0], replace(tom, person=TOM), field=field(TOM), role="Host head", meaning="m", at=AT, certify=False
    )
    verdict = verify(forged)
    assert verdict.trusted is False
    assert "Miriam Feldt signed where Tom Ashdown-Reyes was expected to." in verdict.problems


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        (Listing(TOM, listed=True), ""),
        (Listing(TOM, listed=False, until=AT.date() + timedelta(days=1)), ""),
        (Listing(TOM, listed=False, until=AT.date() - timedelta(days=9)), "was no longer a member on"),
        (Listing(TOM, listed=False), "was no longer a member on"),
        (None, "Tom Ashdown-Reyes is not yet known to the network."),
    ],
)
def test_the_list_of_members_is_asked_at_the_time_of_signing(listed: Listing | None, problem: str) -> None:
    verdict = verify_pdf(extract(), [network().root], {hand(TOM).actor: listed}.get)
    assert three(verdict) == (True, not problem, True)
    assert problem in "".join(verdict.problems)


@settings(max_examples=16)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_flipped_bit_goes_unseen(place: float, bit: int) -> None:
    pdf = bytearray(revisions()[0])
    at = int(place * len(pdf))
    opening = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    inside_signature = opening <= at < pdf.index(b">", opening)
    pdf[at] ^= 1 << bit
    assert inside_signature or not verify(bytes(pdf)).intact


@settings(max_examples=16)
@given(cut=st.floats(0, 1), junk=st.binary(max_size=40))
def test_no_broken_file_makes_the_question_fail(cut: float, junk: bytes) -> None:
    pdf = revisions()[1]
    at = int(cut * len(pdf))
    assert verify(pdf[:at] + junk).complete is False
    assert not verify(junk).good


def test_data_that_is_not_there_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(out)
    for raw in (b"", b"%PDF-1.7 nothing", out.getvalue()):
        with pytest.raises(BadInput) as refused:
            release_data(raw)
        assert refused.value.code == "no_report_data"


def test_data_that_would_fill_the_memory_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned())) as file:
        file.attachments[ATTACHMENT] = pikepdf.AttachedFileSpec(file, bytes(DATA_LIMIT * 4), filename=ATTACHMENT)
        file.save(out, compress_streams=True)
    assert len(out.getvalue()) < DATA_LIMIT
    with pytest.raises(BadInput) as refused:
        release_data(out.getvalue())
    assert refused.value.code == "hostile_file"


def test_a_lower_level_is_signed_by_whoever_shares_it() -> None:
    verdict = verify(extract())
    assert verdict.good
    assert verdict.expected_signatures == 1
