"""An officer's or lead headteacher's own desk, and the groups that somebody leads."""

from __future__ import annotations

from peerreview.domain.network import Group
from peerreview.identity.signer import Signer

from . import membership
from .ports import Ports, UnitOfWork
from .writing import begin_in, of


def desk_in(ports: Ports, work: UnitOfWork, signer: Signer) -> str:
    """The signer's own desk, begun when it is first needed. The caller commits."""
    stream = work.setting("desk")
    if not stream:
        stream = begin_in(ports, work, signer, "desk", of("desk", "desk", name=signer.name))
        work.set_setting("desk", stream)
    return stream


def led(work: UnitOfWork, signer: Signer) -> list[Group]:
    """The groups of the network that the signer leads."""
    network = membership.network(work)
    return [group for group in network.groups if group.lead == signer.person] if network else []
