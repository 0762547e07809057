"""Who may let in what is set aside, and how it comes in by itself (the one rule of admission, in words)."""

from __future__ import annotations

from peerreview.journal.admission import Reason


def who_admits(reason: str) -> str:
    """Who may let something in that is set aside for this reason, and how it comes in by itself."""
    return {
        Reason.UNKNOWN_SENDER: "It comes in once the office lists its author as a member and you open that list.",
        Reason.OTHER_NAME: "Nobody can let it in: it bears a name that is not its author's. Ring the sender.",
        Reason.UNSEALED: "It comes in with a file that its author made. Ask them for one.",
        Reason.FORMER_MEMBER: "The report writer or the host may let it in by name, with a reason that all see.",
        Reason.WAITING: "It comes in with the earlier file that it was written on. Ask the sender for it.",
        Reason.RESTS_ON_SET_ASIDE: "It comes in together with what it rests on.",
    }.get(Reason(reason) if reason in tuple(Reason) else Reason.UNSEALED, "")
