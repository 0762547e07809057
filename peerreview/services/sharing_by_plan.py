"""The whole sharing plan in one act: each audience at its level, in a file of its own, all into one folder."""

from __future__ import annotations

from pathlib import Path

from peerreview.analysis.wording import listed
from peerreview.config import drives
from peerreview.domain.filenames import sized
from peerreview.domain.reviews import Level
from peerreview.errors import Refused
from peerreview.identity.signer import Signer

from . import dossier, sending, sharing, sharing_page
from .ports import Ports, Progress, silent
from .posting import Sent
from .sharing_views import AudienceView
from .signing_page import versions_of
from .words import LEVEL_WORDS


def share(
    ports: Ports, signer: Signer, review: str, folder: Path, progress: Progress = silent, *, by_email: bool = False
) -> Sent:
    """Share with everybody whom the plan names and who has not got the newest version yet.

    Those the network knows by name get a review file made for them alone; for the others (governors, a diocese) the
    PDF lies there, once for each level. The message has an e-mail for each of them. What stops one of them stops all
    that come after it; who was reached before stays reached, and the next call goes on from there.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        lines = sharing_page.sharing(held, versions_of(ports, held)).outstanding
        school = held.school
    if not lines:
        raise Refused("Nobody in the plan is waiting for the report.", "Nothing was shared.", code="all_shared")
    files: list[Path] = []
    bundles: list[str] = []
    messages: list[str] = []
    laid: dict[Level, Path] = {}
    for line in sorted(lines, key=lambda each: not each.people):  # a name that is taken in the folder stops no file
        made = sharing.share(ports, signer, review, line.audience, below_least=_below(line))
        if line.people:
            sent = sending.report(ports, signer, review, made.record, folder, (), progress, by_email=by_email)
            files += sent.paths
            bundles += sent.bundles
            messages.append(f"To {listed([name for _, name in line.people])}\n\n{sent.message}")
            continue
        if made.level not in laid:
            laid[made.level] = sending.report_pdf(ports, signer, review, made.record, folder)
        attached = f"attached: {LEVEL_WORDS[made.level].lower()} on {school}.\n{laid[made.level].name}"
        messages.append(f"To {line.label}\n\nDear colleague,\n\n{attached}\n\n{signer.name}")
    files += laid.values()
    size = drives.reach(folder, lambda _step: sum(each.stat().st_size for each in files), progress)
    sentence = f"Shared with {listed([line.label.lower() for line in lines])}: {len(files)} files ({sized(size)})."
    return Sent(tuple(files), size, sentence, tuple(bundles), "\n\n* * *\n\n".join(messages))


def _below(line: AudienceView) -> bool:
    """Whether the host's plan gives less than the network expects: the plan is the host's, and says so beside it."""
    return line.least is not None and Level(line.level.text).rank < line.least.rank
