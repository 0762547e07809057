"""What every scene has at hand, and how the scenes of several stories are played in the order of their days."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from peerreview.domain import dates
from peerreview.domain.exchange import BundleKind
from peerreview.domain.schooldays import shift
from peerreview.services import sending
from peerreview.services.ports import Progress

from .clock import Clock, Cue
from .company import Company, Member
from .post import Post
from .script import Script

Story = Iterator[Cue]
"""A story: it gives the cue of its next scene, and plays that scene when it is asked for the one after."""


@dataclass
class Stage:
    """The play in progress: who plays (`names`), the scene that is played now (`cue`), and what came of it so far.

    `triads` are stream ids by triad, `visits` record ids by URN; `entrusted` documents that the lead passes on. `stick`
    is a folder for what people carry in their pockets; it is gone when the play is over.
    """

    script: Script
    names: frozenset[str]
    folder: Path
    company: Company
    post: Post
    clock: Clock
    today: date
    cue: Cue
    stick: Path
    triads: dict[str, str] = field(default_factory=dict)
    visits: dict[str, str] = field(default_factory=dict)
    entrusted: list[str] = field(default_factory=list)

    @cached_property
    def closed(self) -> tuple[date, ...]:
        """Days on which all schools of the network are closed."""
        return self.script.closed(self.today)

    def on(self, days: int, hour: str) -> Cue:
        """A cue so many working days from the day of the play (negative: before it)."""
        return Cue(shift(self.today, days, self.closed), hour)

    def place(self, sender: Member, to: Sequence[Member], about: str) -> Path:
        """Where a review file made now is to lie."""
        return self.post.place(self.cue, sender, to, about)

    def working_copy(self, review: str, sender: Member, to: Sequence[Member], about: str, describes: str) -> None:
        """Send a working copy of a review, which its recipients bring in at once."""
        sent = sending.working_copy(
            sender.ports, sender.signer, review, [member.id for member in to], self.place(sender, to, about)
        )
        self.post.carry(BundleKind.STREAMS, sent, sender, to, describes)


def play_out(stage: Stage, stories: Sequence[Story], until: datetime, progress: Progress) -> None:
    """Play the scenes of all stories in the order of their cues; what would come after `until` does not happen."""
    first = stage.cue.day
    coming = [(cue, number) for number, story in enumerate(stories) if (cue := next(story, None))]
    heapq.heapify(coming)
    while coming:
        cue, number = coming[0]
        if cue.moment > until:
            return
        progress(dates.short(cue.day), (cue.day - first).days, (until.date() - first).days + 1)
        stage.cue = cue
        stage.clock.move(cue.moment)
        following = next(stories[number], None)
        if following:
            heapq.heapreplace(coming, (following, number))
        else:
            heapq.heappop(coming)
