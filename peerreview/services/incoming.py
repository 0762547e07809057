"""What a file amounts to once it was applied, or tried: one value for looking and for bringing in."""

from __future__ import annotations

from dataclasses import dataclass

from peerreview.analysis.wording import listed
from peerreview.handbook.model import Handbook

from .views import ArrivalView, BroughtIn, Counted

_NEWER = "A newer list of members is to take the place of the one here."


@dataclass(frozen=True)
class Recall:
    """What a file that asks another back says: what is to be removed (`planned`), and once it is (`done`)."""

    planned: str
    done: str


@dataclass(frozen=True)
class Incoming:
    """What a file amounts to once applied (or tried): who sent it, what it adds, what there is to say.

    `handbooks` go into the library once the unit of work is committed. `news` is what a newer list of members changed:
    said as done, so only once it is.
    """

    kind: str
    sender: str
    known: bool
    arrival: str = ""
    adds: tuple[Counted, ...] = ()
    said: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    seen_before: bool = False
    changes: int = 0
    set_aside: int = 0
    two_versions: int = 0
    clashes: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    handbooks: tuple[Handbook, ...] = ()
    new_stamp: bool = False
    recall: Recall | None = None

    def lines(self, *, brought: bool) -> tuple[str, ...]:
        """What came from whom, and then what else there is to say: that it was `brought` in, or that it would be."""
        if self.seen_before:
            return ("This file was brought in before; there is nothing new in it.",)
        new = listed([f"{each.count} {each.what}" for each in self.adds if not each.changed])
        again = listed([f"{each.count} {each.what}" for each in self.adds if each.changed])
        school = next((each.school for each in self.adds if each.school), "")
        be = "" if brought else "to be "
        lines = [self.recall.done if brought else self.recall.planned] if self.recall else []
        lines += [f"{new} from {self.sender} {be}added{f' to {school}' if school else ''}."] if new else []
        if again:
            lines.append(f"{again} {be}changed by {self.sender}{f' in {school}' if school and not new else ''}.")
        lines += self.news if brought else self.news and (_NEWER,)
        lines += self.said
        if self.set_aside:
            lines.append(f"{self.set_aside} {be}set aside, needs a look.")
        return tuple(lines) or (f"There is nothing new in this file from {self.sender}.",)

    @property
    def sentence(self) -> str:
        """All that was brought in, in one go."""
        return " ".join(self.lines(brought=True))

    @property
    def brought(self) -> BroughtIn:
        """For somebody who brought it in."""
        return BroughtIn(
            self.arrival, self.sentence, self.adds, self.set_aside, self.two_versions, self.streams,
            (*self.lines(brought=True), *self.warnings), self.new_stamp,
        )  # fmt: skip

    def view(self, path: str) -> ArrivalView:
        """For somebody who only looked."""
        clean = self.known and not (self.set_aside or self.two_versions or self.warnings or self.recall)
        planned = " ".join(self.lines(brought=False))
        return ArrivalView(
            path, self.kind, self.sender, self.known, planned, self.adds, self.warnings, self.seen_before, clean,
            self.changes, self.set_aside, self.clashes, self.aside,
        )  # fmt: skip
