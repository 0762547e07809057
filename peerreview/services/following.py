"""Follow-up: the workshop that begins the action plan, and progress signed and sent up (USERS §2.2, HANDBOOK §0.7)."""

from __future__ import annotations

from pathlib import Path

from peerreview.analysis import follow_up
from peerreview.domain.exchange import BundleKind
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step
from peerreview.errors import Refused
from peerreview.identity.signer import Signer

from . import dossier, membership, progressing, sending, typing
from .following_page import recipients
from .ports import Ports, Progress, silent
from .posting import Sent, post_in
from .reviews import step_edits
from .writing import of, write_in


def send(ports: Ports, signer: Signer, review: str, target: Path, progress: Progress = silent) -> Sent:
    """Sign how far the actions have come, and make a file of it for those above whom the plan gives the report.

    Raises Refused for anybody but the host, while there is no action, and when the plan gives nobody above anything.
    """
    typing.settle(ports, signer)
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        if held.role != Role.HOST:
            raise Refused("The action plan is the host school's to send.", "Nothing was sent.", code="not_the_host")
        if not follow_up.actions(held.review):
            raise Refused("There is no action yet.", "Nothing was sent.", "Make an action first.", code="no_action")
        people = [person for person, _ in recipients(held)]
        if not people:
            raise Refused(
                "The sharing plan gives neither the lead headteacher nor the board anything.",
                "Nothing was sent.",
                "Set a level on the Share page first.",
                code="not_planned",
            )
        document = progressing.make_in(ports, held, signer)
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.DOCUMENTS,
            membership.recipients(work, people),
            documents=[*sending.network_documents(work), document],
            describes=f"Progress, {held.school}",
            target=target,
            progress=progress,
        )
        work.commit()
        return sent


def hold_workshop(ports: Ports, signer: Signer, review: str) -> int:
    """Record that the improvement workshop was held today; every next step without an action gets one.

    Gives how many actions were begun.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        edits = step_edits(ports, Step.WORKSHOP)
        served = {each.get("serves") for each in held.stream.records("action")}
        steps = [each for each in follow_up.next_steps(held.review) if each.record not in served]
        for step in steps:
            known = {"change": step.text, "steps": step.first, "owner": step.owner, "know": step.know}
            known |= {"due": step.due} if step.due else {}
            edits += of("action", ports.ids(), serves=step.record, **known)
        write_in(ports, work, signer, review, edits)
        work.commit()
        return len(steps)
