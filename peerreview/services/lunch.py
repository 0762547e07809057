"""The copy at lunch: everything in a safe copy that opens for its owner alone, and beside it a review file with which
a fellow reviewer can go on when the laptop stops (DESIGN §6).

The review file holds what the reviewers share and nothing else: *Only me* notes are in the safe copy alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from peerreview.analysis.wording import listed
from peerreview.identity.signer import Signer

from . import dossier, keeping, membership, sending
from .keeping import Copied
from .ports import Ports, Progress, Turn, at_once, silent


def save(
    ports: Ports, signer: Signer, review: str, folder: Path, progress: Progress = silent, turn: Turn = at_once
) -> Copied:
    """Save a safe copy into a folder and, once a member, a review file for the fellow reviewers."""
    copied = keeping.safe_copy(ports, signer, folder, progress=progress, turn=turn)
    beside = turn(lambda: _for_fellows(ports, signer, review, folder, progress))
    return replace(copied, sentence=copied.sentence + beside)


def _for_fellows(ports: Ports, signer: Signer, review: str, folder: Path, progress: Progress) -> str:
    """Make the review file for the fellow reviewers, where there may be one; what to say of it."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        others = [each for each in held.reviewing if each != held.person]
        names = listed([held.name_of(each) for each in others])
        cards = membership.book(work)
        may_send = membership.is_member(work, signer) and all(cards.recipients(each) for each in others)
    if held.reviewers is None or not others or not may_send:
        return ""
    sending.working_copy(ports, signer, review, others, folder, progress)
    return f" Beside it is a review file with which {names} can go on; your Only me notes are not in it."
