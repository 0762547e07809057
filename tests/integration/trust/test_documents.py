"""Documents are believed by their own signature and content, whoever carries them; and go again with their import."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from peerreview.config import paths
from peerreview.domain.exchange import BundleKind, DocumentKind, SignedDocument
from peerreview.errors import BadInput
from peerreview.handbook import content, reader
from peerreview.handbook.model import Handbook
from peerreview.services import leading, opening
from tests.integration.trust.marram import Desk, Vale, clock, digest

TERM = "Autumn 2026"
MARSH = digest("Marsh")[:32]


def carried(vale: Vale, to: str, *documents: SignedDocument, by: str = "dele") -> Path:
    return vale.post(by, to, kind=BundleKind.DOCUMENTS, documents=documents)


def held(desk: Desk, kind: DocumentKind) -> list[tuple[str, int, str]]:
    with desk.ports.store.begin() as work:
        return [(each.id, each.number, each.name) for each in work.documents(kind)]


def term_report(vale: Vale) -> SignedDocument:
    lead = vale["bernadette"]
    return leading.term_report(lead.ports, lead.signer, MARSH, TERM, ["Reading is strong."])


def handbook() -> Handbook:
    pack = reader.load(paths.forms() / "triad-p")
    return replace(pack, version="2027.1", title="The triad review, 2027")


def signed(vale: Vale, who: str, kind: DocumentKind, body: bytes) -> SignedDocument:
    return SignedDocument(kind, "made-up", 7, "made up", body, vale[who].signer.sign_cms(body, clock()))


def test_a_term_report_is_what_it_says_itself_not_what_its_carrier_says(vale: Vale) -> None:
    made, gwen = term_report(vale), vale["gwen"]
    gwen.bring_in(carried(vale, "gwen", replace(made, number=99, id="another", name="Everything is well")))
    assert held(gwen, DocumentKind.TERM_REPORT) == [(made.id, 1, "Marsh Autumn 2026 v1")]
    later = term_report(vale)
    gwen.bring_in(carried(vale, "gwen", later))
    assert [number for _, number, _ in held(gwen, DocumentKind.TERM_REPORT)] == [2, 1]


def test_nobody_reports_on_a_group_that_another_leads(vale: Vale) -> None:
    made, gwen = term_report(vale), vale["gwen"]
    body = made.body.replace(b'"number":1', b'"number":9')
    brought = gwen.bring_in(carried(vale, "gwen", signed(vale, "dele", DocumentKind.TERM_REPORT, body)))
    assert "not Dele Akintola's to sign" in brought.sentence
    assert held(gwen, DocumentKind.TERM_REPORT) == []


def test_a_number_beyond_all_numbers_is_no_report(vale: Vale) -> None:
    body = term_report(vale).body.replace(b'"number":1', b'"number":99999999999999999999')
    with pytest.raises(BadInput):
        vale["gwen"].bring_in(
            carried(vale, "gwen", signed(vale, "bernadette", DocumentKind.TERM_REPORT, body), by="bernadette")
        )


def test_what_came_with_an_import_goes_with_it(vale: Vale) -> None:
    gwen = vale["gwen"]
    brought = gwen.bring_in(carried(vale, "gwen", term_report(vale)))
    opening.take_out(gwen.ports, gwen.signer, brought.arrival)
    assert held(gwen, DocumentKind.TERM_REPORT) == []


def test_a_handbook_comes_from_the_boards_office_alone(vale: Vale) -> None:
    dele, body = vale["dele"], content.encode(handbook())
    for who in ("pat", "miriam"):  # the office of a school is not the board's
        brought = dele.bring_in(carried(vale, "dele", signed(vale, who, DocumentKind.HANDBOOK, body), by="miriam"))
        assert "was not applied" in brought.sentence
    assert dele.ports.library.by_hash(handbook().hash) is None
    dele.bring_in(carried(vale, "dele", signed(vale, "gwen", DocumentKind.HANDBOOK, body), by="miriam"))
    assert dele.ports.library.get("triad-p").version == "2027.1"
    dele.reopen()
    assert dele.ports.library.get("triad-p").version == "2027.1"


def test_looking_at_a_handbook_takes_nothing_in(vale: Vale) -> None:
    dele = vale["dele"]
    path = carried(vale, "dele", signed(vale, "gwen", DocumentKind.HANDBOOK, content.encode(handbook())), by="miriam")
    opening.look(dele.ports, dele.signer, path)
    assert dele.ports.library.by_hash(handbook().hash) is None
    assert held(dele, DocumentKind.HANDBOOK) == []


def test_what_no_screen_reads_is_left_out(vale: Vale) -> None:
    dele, kind = vale["dele"], DocumentKind.DATA_PACK
    brought = dele.bring_in(carried(vale, "dele", signed(vale, "gwen", kind, b"{}"), by="miriam"))
    assert "left out" in brought.sentence
    assert held(dele, kind) == []


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        (DocumentKind.PROGRESS, b"{}", "not a report of progress"),
        (DocumentKind.PROGRESS, b'{"format":99}', "report of progress was made by a later version"),
        (DocumentKind.TERM_REPORT, b"[]", "not a group-term report"),
        (DocumentKind.TERM_REPORT, b'{"format":99}', "group-term report was made by a later version"),
    ],
)
def test_what_is_no_such_report_is_refused_with_the_file(
    vale: Vale, kind: DocumentKind, body: bytes, said: str
) -> None:
    dele = vale["dele"]
    with pytest.raises(BadInput, match=said):
        dele.bring_in(carried(vale, "dele", signed(vale, "gwen", kind, body), by="miriam"))
    assert held(dele, kind) == []
