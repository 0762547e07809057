"""A signature counts when it holds, whoever says that it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from peerreview.analysis.draft import draft
from peerreview.domain.reviews import Audience
from peerreview.services import board, dossier, opening, reporting, sending, sharing, signing
from peerreview.services.signing_page import current_pdf
from peerreview.services.writing import of, write_in
from tests.integration.services.world import World


def test_a_signature_in_anothers_place_is_not_theirs(at: Callable[[str], World]) -> None:
    """Miriam puts her own hand where Tom's belongs, and says that the file came back so."""
    world = at("drafted")
    signing.make_version(*world.desk("dele"), world.review)
    signing.sign(*world.desk("dele"), world.review, "1")
    world.pass_on("dele", "miriam", "tom")
    ports, miriam = world.desk("miriam")
    tom = world.people["tom"]
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, miriam, world.review)
        version = held.stream.record("version", "1")
        assert version is not None
        pdf = work.blob(current_pdf(held, version))
        false = ports.reports.sign(
            pdf,
            replace(miriam, person=tom),
            field=f"Sig-{tom}",
            role="Host head",
            meaning="a fair record",
            at=ports.clock(),
            certify=False,
        )
        blob = work.put_blob(false)
        write_in(ports, work, miriam, world.review, of("approval", f"1.{world.people['miriam']}", pdf=blob))
        work.commit()
    world.pass_on("miriam", "tom", "dele")
    for who in ("tom", "dele", "miriam"):
        (shown,) = signing.versions(*world.desk(who), world.review)
        assert [each.name for each in shown.signers if each.signed] == ["Dele Akintola"]


def without_the_host(world: World, folder: Path) -> Path:
    """A report on Tom's school, in the newest version, that Miriam made and signed by herself."""
    ports, miriam = world.desk("miriam")
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, miriam, world.review)
        model = draft(held.review, reporting.surroundings(ports, held), number=9)
        people = tuple(replace(each, signs=each.person == world.people["miriam"]) for each in model.people)
        pdf = ports.reports.make_pdf(replace(model, people=people))
    field = f"Sig-{world.people['miriam']}"
    at = ports.clock()
    signed = ports.reports.sign(
        pdf, miriam, field=field, role="Report writer", meaning="a fair record", at=at, certify=True
    )
    path = folder / "report.pdf"
    path.write_bytes(signed)
    return path


def test_a_report_that_nobody_of_the_school_signed_says_so(at: Callable[[str], World], tmp_path: Path) -> None:
    world = at("signed")
    lead = world.desk("bernadette")
    view = opening.look(*lead, without_the_host(world, tmp_path))
    assert not view.clean
    assert "Nobody of Quillbeck Primary has signed" in " ".join(view.warnings)


def test_it_does_not_take_the_place_of_the_schools_own(at: Callable[[str], World], tmp_path: Path) -> None:
    world = at("signed")
    made = sharing.share(*world.desk("tom"), world.review, Audience.LEAD_HEAD)
    sent = sending.report(*world.desk("tom"), world.review, made.record, world.file("lead"))
    lead = world.desk("bernadette")
    opening.bring_in(*lead, sent.paths[0])
    brought = opening.bring_in(*lead, without_the_host(world, tmp_path))
    assert brought.adds == ()
    assert [each.number for each in board.held(*lead)] == [1]
