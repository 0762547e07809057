"""A signature counts when it holds, whoever says that it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from peerreview.services import dossier, signing
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
