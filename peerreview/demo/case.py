"""One review of the play: who takes part, its days, and what the scenes so far have made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from peerreview.domain.schooldays import shift
from peerreview.identity.signer import Signer

from .clock import Cue
from .company import Member
from .founding import visit_day
from .script import Review, School
from .stage import Stage


@dataclass
class Case:
    """`number` counts the reviews from 1. The ids of what was made: the review's stream, its main points, the
    reviewers' lines in the people list. `guest` is the fellow reviewer's hand on the writer's laptop."""

    stage: Stage
    script: Review
    number: int
    review: str = ""
    points: list[str] = field(default_factory=list)
    visitors: list[str] = field(default_factory=list)
    guest: Signer | None = None

    @property
    def school(self) -> School:
        """The host school."""
        return self.stage.script.school(self.script.urn)

    @property
    def host(self) -> Member:
        """The host school's head."""
        return self.stage.company[self.school.head]

    @property
    def writer(self) -> Member:
        """The report writer."""
        return self.stage.company[self.script.writer]

    @property
    def fellow(self) -> Member:
        """The fellow reviewer."""
        return self.stage.company[self.script.fellow]

    @property
    def triad(self) -> str:
        """The stream of the triad's plan."""
        return self.stage.triads[self.school.triad]

    @property
    def visit(self) -> str:
        """The visit's record in that plan."""
        return self.stage.visits[self.script.urn]

    @property
    def on(self) -> date:
        """The day of the visit."""
        return visit_day(self.stage, self.script)

    def day(self, days: int) -> date:
        """So many of the school's working days from the visit."""
        closed, training = self.stage.closed, self.script.training_day
        return shift(self.on, days, (*closed, shift(self.on, training, closed)) if training else closed)

    def cue(self, days: int, hour: str) -> Cue:
        """The cue of a scene so many working days from the visit."""
        return Cue(self.day(days), hour)

    def by(self, who: str) -> Member:
        """The reviewer whom the script calls `writer` or `fellow`."""
        return self.writer if who == "writer" else self.fellow

    def send(self, sender: Member, to: list[Member], topic: str, describes: str) -> None:
        """Send a working copy of this review; `topic` is in the file's name."""
        school = self.school.name
        self.stage.working_copy(self.review, sender, to, f"{school}, {topic}", f"{school}: {describes}")
