"""More than fits into one file: several, brought in in any order, and nothing is missing afterwards."""

from __future__ import annotations

import secrets
from itertools import permutations

import pytest

from peerreview.bundles import splitting
from peerreview.services import reviews, sending
from peerreview.services.writing import of, write_in
from tests.integration.trust.marram import Vale, fresh


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_attachments_come_through_in_whatever_order_the_files_are_opened(
    vale: Vale, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...]
) -> None:
    tom, miriam = vale["tom"], vale["miriam"]
    signer = tom.signer
    blobs = []
    with tom.ports.store.begin() as work:
        for number in range(3):
            data = secrets.token_bytes(60_000)
            blobs.append(work.put_blob(data))
            edits = of("attachment", fresh(), title=f"Page {number}", blob=blobs[-1], size=len(data))
            write_in(tom.ports, work, signer, vale.review, edits)
        work.commit()
    monkeypatch.setattr(splitting, "_ROOM", 90_000)
    sent = sending.working_copy(tom.ports, signer, vale.review, [vale.people["miriam"]], vale.path("copy"))
    assert len(sent.paths) == 3
    last = miriam.bring_in(*(sent.paths[place] for place in order))
    assert "attached" in last.sentence
    with miriam.ports.store.begin() as work:
        assert all(work.blob(blob) for blob in blobs)
    assert len(reviews.open_review(miriam.ports, miriam.signer, vale.review).attachments) == 3
