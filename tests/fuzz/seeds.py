"""What fuzzing begins with: files as the program writes them today, small enough to be varied thousands of times."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from peerreview.analysis import released
from peerreview.bundles.layout import members
from peerreview.domain.grades import Comparison
from peerreview.domain.release import Release, ReleasedView
from peerreview.domain.reviews import Level
from peerreview.handbook import content, reader
from peerreview.identity.joining import Invitation, encode_invitation, make_request
from peerreview.journal.seal import encode_seal
from peerreview.journal.value import encode_value
from peerreview.reports.fields import field_name
from peerreview.reports.signing import sign_pdf
from tests.fuzz.framing import frame
from tests.integration.persistence.world import MIRIAM as MIRIAM_BY_CARD
from tests.integration.persistence.world import network
from tests.unit.bundles.making import AT, archive, contents, part, person, sealed_for, signer
from tests.unit.journal.triad import MIRIAM, Writer, reviewers
from tests.unit.reports import hands, quillbeck

_SMALLEST = Path(__file__).with_name("smallest")


def written(folder: Path) -> None:
    """Write the seeds of each reader into a folder of its name under `folder`."""
    for name, made in (
        ("bundle", _archives()),
        ("envelope", [sealed_for(archive(contents()))]),
        ("contents", [frame(members(contents()))]),
        ("signature", [signer("Tom Ashdown-Reyes").sign_cms(b"what nobody signed twice", AT)]),
        ("change", _lines()),
        ("release", _reports()),
        ("release_json", [_data()]),
        ("handbook", [(_SMALLEST / reader.FILE).read_bytes()]),
        ("documents", _documents()),
    ):
        target = folder / name
        target.mkdir(parents=True)
        for number, data in enumerate(made):
            (target / f"seed-{number}").write_bytes(data)


def _archives() -> Iterator[bytes]:
    yield archive(contents())
    yield archive(contents(streams=(part(1),), documents=(), receipts=(), blobs={}, extra={}))


def _lines() -> Iterator[bytes]:
    stream = reviewers()
    Writer(MIRIAM).put(stream, "note", "c" * 32, "text", "Books in Year 4 show fractions – née “halves”.")
    yield from (stored.raw for stored in stream.changes)
    yield from map(encode_value, stream.values.values())
    yield encode_seal(Writer(MIRIAM).seal(stream))


def _data() -> bytes:
    return released.encode(
        Release(
            review="review-" + "ab" * 16, number=1, level=Level.FULL, handbook="triad-p", handbook_version="2026.1",
            handbook_hash="0" * 64, urn="900101", school="Quillbeck Primary", phase="primary",
            pupils=210, term="Autumn 2026", visited="2026-11-17", people=(),
            views=(ReleasedView("P2", "Teaching", "2", "2", Comparison.SAME, 2, True),), comment="Fair.",
        ),
        ["0" * 64],
    )  # fmt: skip


def _reports() -> Iterator[bytes]:
    """One page with the data of a report and a place to sign: unsigned, and signed."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(field_name(quillbeck.DELE)), F=132,
                P=pdf.pages[0].obj, Rect=Array([10, 10, 200, 60]),
                PeerReview=Dictionary(Name=String("Dele Akintola"), Role=String("lead_reviewer")),
            )
        )  # fmt: skip
        pdf.pages[0].Annots = Array([widget])
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([widget]), SigFlags=3))
        pdf.attachments["report.json"] = pikepdf.AttachedFileSpec(pdf, _data(), filename="report.json")
        out = BytesIO()
        pdf.save(out)
    yield out.getvalue()
    hand = hands.hand(quillbeck.DELE)
    yield sign_pdf(
        out.getvalue(), hand, field=field_name(hand.person), role="reviewer", meaning="fair", at=hands.AT, certify=True
    )  # fmt: skip


def _documents() -> Iterator[bytes]:
    yield content.encode(reader.load(_SMALLEST))
    yield make_request(person("Miriam Feldt"), "ab" * 16, "900102", AT)
    document = network(1, [MIRIAM_BY_CARD.card])
    yield document.body
    yield encode_invitation(Invitation(document, (MIRIAM_BY_CARD.id,)))
