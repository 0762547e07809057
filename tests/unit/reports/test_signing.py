"""Signing: one more revision each, the box tells who, and what may not be signed is refused with the reason."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import read_certification_data

from peerreview.domain import dates
from peerreview.errors import BadInput, Refused
from peerreview.reports.fields import expected
from peerreview.reports.pdf import make_pdf
from peerreview.reports.preview import page_pictures
from peerreview.reports.signing import sign_pdf
from peerreview.reports.verifying import verify_pdf
from tests.unit.reports import quillbeck
from tests.unit.reports.hands import AT, field, hand, network, revisions, sign, unsigned
from tests.unit.reports.reading import page_texts
from tests.unit.reports.tampering import (
    HOSTILE,
    Change,
    another_catalogue,
    changed,
    name_version,
    remove_field,
    resaved,
    slipped_in,
)

TOM, MIRIAM, DELE, YUSUF = quillbeck.TOM, quillbeck.MIRIAM, quillbeck.DELE, quillbeck.YUSUF


def attempt(pdf: bytes, person: str, *, place: str = "", certify: bool = False) -> bytes:
    """A signature by a person, in their own place unless another is named."""
    return sign_pdf(
        pdf,
        hand(person),
        field=field(place or person),
        role="Reviewer",
        meaning="A fair record",
        at=AT,
        certify=certify,
    )


def test_the_file_says_who_is_expected_before_anybody_signed() -> None:
    waiting = expected(unsigned())
    assert [(one.person, one.name, one.role, one.signed) for one in waiting] == [
        (DELE, "Dele Akintola", "Report writer", False),
        (MIRIAM, "Miriam Feldt", "Fellow reviewer", False),
        (TOM, "Tom Ashdown-Reyes", "Host head", False),
    ]
    assert waiting[0].field == f"Sig-{DELE}"


def test_each_signature_leaves_what_was_there_byte_for_byte_in_front() -> None:
    before = unsigned()
    for left in revisions():
        assert left.startswith(before)
        before = left
    assert [one.signed for one in expected(revisions()[0])] == [True, False, False]
    assert [one.signed for one in expected(revisions()[1])] == [True, False, True]  # the others in any order
    assert all(one.signed for one in expected(revisions()[2]))


def test_the_report_writer_certifies_that_only_signatures_may_follow() -> None:
    certification = read_certification_data(PdfFileReader(io.BytesIO(revisions()[2])))
    assert certification is not None
    assert certification.permission == MDPPerm.FILL_FORMS
    assert certification.author_sig["/SubFilter"] == "/ETSI.CAdES.detached"


def test_the_box_shows_name_role_meaning_and_date() -> None:
    with pikepdf.open(io.BytesIO(revisions()[2])) as file:
        tom = next(widget for widget in file.Root.AcroForm.Fields if str(widget.T) == field(TOM))
        shown = pikepdf.new()
        shown.add_blank_page(page_size=(float(tom.Rect[2] - tom.Rect[0]), float(tom.Rect[3] - tom.Rect[1])))
        picture = shown.copy_foreign(tom.AP.N)
        shown.pages[0].Contents, shown.pages[0].Resources = picture, picture.Resources
        raw = io.BytesIO()
        shown.save(raw)
        assert str(tom.V.M) == (AT + timedelta(minutes=1)).strftime("D:%Y%m%d%H%M%SZ")
        assert str(tom.V.Reason) == "Host head: I have read it; my comment stands"
    (text,) = page_texts(raw.getvalue())
    assert text.split("\r\n") == [
        "Host head",
        "Tom Ashdown-Reyes",
        f"✓ Signed {dates.plain_moment(AT + timedelta(minutes=1))}",
        "I have read it; my comment stands",
    ]


def test_the_preview_shows_the_boxes_filled() -> None:
    before, after = page_pictures(unsigned(), 40), page_pictures(revisions()[2], 40)
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_names_that_only_the_fallback_face_can_write_are_signed_too() -> None:
    people = (replace(quillbeck.PEOPLE[0], name="Siân Ŵyn-Łaska ☃"),)
    pdf = make_pdf(replace(quillbeck.views_report(), people=people))
    signed = sign(pdf, network().member(DELE, "Siân Ŵyn-Łaska ☃"))
    assert expected(signed)[0].signed


@pytest.mark.parametrize(
    ("pdf", "person", "place", "certify", "code"),
    [
        (unsigned(), YUSUF, "", True, "not_expected"),
        (unsigned(), TOM, DELE, True, "not_your_field"),
        (unsigned(), TOM, "", False, "writer_first"),
        (revisions()[0], TOM, "", True, "certified_already"),
        (revisions()[0], DELE, "", False, "already_signed"),
        (revisions()[2], MIRIAM, "", False, "already_signed"),
    ],
)
def test_what_may_not_be_signed_is_refused(pdf: bytes, person: str, place: str, certify: bool, code: str) -> None:
    with pytest.raises(Refused) as refused:
        attempt(pdf, person, place=place, certify=certify)
    assert refused.value.code == code


def test_one_key_signs_once_whatever_the_field_says() -> None:
    disguised = replace(hand(DELE), person=TOM)
    with pytest.raises(Refused, match="has signed this file already") as refused:
        sign_pdf(revisions()[0], disguised, field=field(TOM), role="r", meaning="m", at=AT, certify=False)
    assert refused.value.code == "already_signed"


def test_a_file_changed_after_it_was_signed_is_not_signed_again() -> None:
    changed = bytearray(revisions()[0])
    changed[changed.index(b"%PDF") + 5] ^= 1  # the header's version, which no signature survives
    with pytest.raises(Refused) as refused:
        attempt(bytes(changed), TOM)
    assert refused.value.code == "changed_file"


def refusal(pdf: bytes, person: str) -> str:
    """The code of the refusal when a person tries to sign."""
    with pytest.raises(Refused) as refused:
        attempt(pdf, person)
    return refused.value.code


def test_a_resaved_file_is_not_signed_again() -> None:
    assert refusal(resaved(revisions()[0]), TOM) == "changed_file"


@pytest.mark.parametrize("change", HOSTILE)
def test_nobody_signs_over_what_was_added_after_a_signature(change: Change) -> None:
    assert refusal(changed(revisions()[0], change), TOM) == "changed_file"


@pytest.mark.parametrize("change", [each for each in HOSTILE if each is not remove_field])
def test_nobody_signs_over_what_was_slipped_in_under_a_signature(change: Change) -> None:
    assert refusal(slipped_in(revisions()[0], change, TOM), MIRIAM) == "changed_file"


def test_a_trailer_that_leads_elsewhere_is_not_signed_again() -> None:
    assert refusal(slipped_in(revisions()[0], another_catalogue, TOM), MIRIAM) == "changed_file"


def test_a_few_bytes_after_the_last_signature_are_not_signed_over() -> None:
    assert refusal(revisions()[0] + b"% a comment\n", TOM) == "changed_file"


def test_what_another_program_may_change_when_it_signs_does_not_stop_the_next_signer() -> None:
    left = attempt(slipped_in(revisions()[0], name_version, TOM), MIRIAM)
    assert [one.signed for one in expected(left)] == [True, True, True]
    assert verify_pdf(left, [network().root]).good


@pytest.mark.parametrize("raw", [b"", b"no report", b"%PDF-1.7\n%%EOF", unsigned()[:2000]])
def test_what_is_no_report_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        attempt(raw, DELE, certify=True)
    assert refused.value.code == "not_a_report"
