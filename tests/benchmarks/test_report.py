"""A two-page report, made and signed by three, against plain ReportLab and pyHanko on the same content."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from statistics import median

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator import ValidationContext
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate, Table

from peerreview.domain.report import ReportModel
from peerreview.identity.eventloop import run
from peerreview.reports import wording
from peerreview.reports.annex import points, rests
from peerreview.reports.flow import Paragraph
from peerreview.reports.fonts import markup, register
from peerreview.reports.pdf import make_pdf
from peerreview.reports.signing import sign_pdf
from peerreview.reports.style import Styles
from peerreview.reports.verifying import verify_pdf
from tests.unit.reports import quillbeck
from tests.unit.reports.hands import AT, field, hand, network

ROUNDS = 7
PEOPLE = (quillbeck.DELE, quillbeck.TOM, quillbeck.MIRIAM)


def timed(*acts: Callable[[], object]) -> list[float]:
    """The median time of each act in milliseconds of processor time, round by round beside each other."""
    took: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS):
        for act, times in zip(acts, took, strict=True):
            start = time.process_time()
            act()
            times.append((time.process_time() - start) * 1000)
    return list(map(median, took))


def signed_by_three(pdf: bytes) -> bytes:
    """The report as the last of the three left it; who signs where is known, as it is to the review."""
    for person in PEOPLE:
        pdf = sign_pdf(
            pdf, hand(person), field=field(person), role="Reviewer", meaning="A fair record", at=AT,
            certify=person == PEOPLE[0],
        )  # fmt: skip
    return pdf


def bare_pages(model: ReportModel) -> bytes:
    """The same words in ReportLab's own paragraphs and tables: no tags, no metadata, no attachment."""
    styles = Styles()

    def say(words: str, style: object = styles.body) -> Paragraph:
        return Paragraph(markup(words), style)

    def table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
        cells = [[say(cell, styles.cell) for cell in row] for row in (columns, *rows)]
        return Table(cells, colWidths=[480 / len(columns)] * len(columns), repeatRows=1)

    story = [say(model.school, styles.title), say(wording.occasion(model)), say(wording.facts(model))]
    for step in model.steps:
        story += [say(step.text), say(step.first), say(f"{step.owner} {step.due}"), say(step.know)]
        story += [say(f"{note.who} {note.words}") for note in step.beside]
    pieces = [model.headline, model.focus, *model.paragraphs, model.comment]
    for piece in filter(None, pieces):
        story += [say(piece.title, styles.heading), say(piece.text)]
    story.append(table(wording.view_columns(model), [wording.view_cells(view) for view in model.views]))
    story += [say(point.text) for point in model.strengths]
    story += [say(words) for words in (model.overall_why, wording.scale(model), *model.statement, *model.check)]
    story.append(table(wording.POINT_COLUMNS, [cells for cells, _ in points(model)]))
    story.append(table(wording.REST_COLUMNS, list(rests(model))))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story)
    return out.getvalue()


def bare_signatures(pdf: bytes) -> bytes:
    """Three visible PAdES signatures, as pyHanko makes them without being asked for more."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for number in range(len(PEOPLE)):
        box = (50 + 165 * number, 40, 205 + 165 * number, 100)
        fields.append_signature_field(writer, fields.SigFieldSpec(f"Sig{number}", box=box))
    out = io.BytesIO()
    writer.write(out)
    for number, person in enumerate(PEOPLE):
        metadata = PdfSignatureMetadata(
            field_name=f"Sig{number}", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES,
            certify=number == 0, docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        )  # fmt: skip
        signer = PdfSigner(metadata, hand(person).pyhanko_signer(), stamp_style=TextStampStyle())
        out = run(signer.async_sign_pdf(IncrementalPdfFileWriter(out)))
    return out.getvalue()


def bare_verify(pdf: bytes) -> None:
    """Each signature validated by pyHanko."""
    from asn1crypto import x509

    root = x509.Certificate.load(network().root)
    for signature in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        moment = signature.self_reported_timestamp
        context = ValidationContext(trust_roots=[root], allow_fetching=False, moment=moment)
        assert run(async_validate_pdf_signature(signature, context)).bottom_line


@pytest.mark.benchmark
def test_a_report_made_and_signed_by_three(figure: Callable[..., None]) -> None:
    register()
    model = quillbeck.full_report()
    mine, bare = make_pdf(model), bare_pages(model)
    signed, bare_signed = signed_by_three(mine), bare_signatures(bare)
    root = network().root
    made = timed(lambda: make_pdf(model), lambda: bare_pages(model))
    sealed = timed(lambda: signed_by_three(mine), lambda: bare_signatures(bare))
    judged = timed(lambda: verify_pdf(signed, [root]), lambda: bare_verify(bare_signed))
    both = [sum(pair) for pair in zip(made, sealed, strict=True)]
    for what, (ours, least) in (("make", made), ("sign by three", sealed), ("make and sign", both), ("verify", judged)):
        ratio = 2 if what == "make and sign" else None
        figure(f"{what} a two-page report with annex", ours, against="ReportLab + pyHanko", bare=least, ratio=ratio)
    figure("size of it, signed", len(signed) / 1000, unit="kB", against="the same", bare=len(bare_signed) / 1000)
    assert verify_pdf(signed, [root]).good
