"""Three heads and their real profiles, to whom anything may happen: files lost, late, twice; crashes between any two
statements of the store; safe copies brought back; profiles copied and gone on with; clocks wrong by years."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from peerreview.bootstrap import Sources, open_profile, restore_profile
from peerreview.domain.people import Role
from peerreview.errors import UserFacingError
from peerreview.journal.compose import Edit
from peerreview.journal.history import history
from peerreview.services import keeping, noting, preparing, reviews, writing
from tests.integration.trust.marram import HEADS, NAMES, SOURCES, UNLOCK, Desk, Vale, clock, digest, fresh, salts
from tests.unit.journal.triad import state

POINTS = (digest("point", 1)[:32], digest("point", 2)[:32])
_STATEMENTS = {"execute", "executemany", "executescript", "commit", "rollback"}

ACTIONS = (
    *("note", "note", "note", "point", "point", "own_view", "edit_note", "remove_for_good"),
    *("send", "send", "arrive", "arrive", "arrive", "hand_over", "hand_over", "lose"),
    *("safe_copy", "restore", "keep_copy", "go_back", "crash", "crash", "clock", "cast", "leave"),
)

Said = set[tuple[str, str, str, str]]
"""What a person was told is kept: stream, record, field and words."""


@dataclass
class Posted:
    """A file on its way, and what its sender had said by then."""

    path: Path
    to: str
    said: Said


@dataclass
class Kept:
    """A copy of somebody's profile, and what they had said by then."""

    folder: Path
    said: Said
    exact: bool


@dataclass
class Town:
    """The three at work."""

    vale: Vale
    post: list[Posted] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=lambda: {who: set() for who in HEADS})
    removed: set[str] = field(default_factory=set)
    copies: dict[str, Kept] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    crashes: int = 0
    restored: int = 0
    _count: int = 0

    def do(self, action: str, who: str, number: int) -> None:
        """One step; what the program refuses it refuses."""
        try:
            getattr(self, action)(who, number)
        except UserFacingError:
            self.vale[who].ports.store.check()  # it goes on after a refusal

    def _words(self) -> str:
        self._count += 1
        return f"seen in {self._count:04} lessons"

    def _write(self, who: str, stream: str, edit: Edit) -> None:
        desk = self.vale[who]
        writing.write(desk.ports, desk.signer, stream, [edit])
        self.said[who].add((stream, edit.record, edit.field, str(edit.value)))

    # --- writing --------------------------------------------------------------------------------------------

    def note(self, who: str, number: int) -> None:
        """A note; the host has none."""
        desk, words = self.vale[who], self._words()
        noted = noting.add(desk.ports, desk.signer, self.vale.review, words)
        if not noted.private:
            stream = self.vale.reviewers(who)
            self.said[who].update((stream, record, "text", words) for record in noted.records)

    def edit_note(self, who: str, number: int) -> None:
        """Go over a note of one's own."""
        own = sorted(said for said in self.said[who] if said[2] == "text" and said[1] not in POINTS)
        if own:
            stream, record, *_ = own[number % len(own)]
            self._write(who, stream, Edit("note", record, "text", self._words()))

    def point(self, who: str, number: int) -> None:
        """Words of a main point, which all reviewers write."""
        self._write(who, self.vale.review, Edit("main_point", POINTS[number % 2], "text", self._words()))

    def own_view(self, who: str, number: int) -> None:
        """The host's own grade."""
        desk = self.vale[who]
        preparing.own_view(desk.ports, desk.signer, self.vale.review, "P2", str(1 + number % 3), self._words())

    def remove_for_good(self, who: str, number: int) -> None:
        """A note of one's own goes for good."""
        own = sorted(said for said in self.said[who] if said[1] not in POINTS and said[2] == "text")
        if own:
            stream, record, *_ = own[number % len(own)]
            desk = self.vale[who]
            keeping.remove_for_good(desk.ports, desk.signer, stream, "note", record)
            self.removed.add(record)

    def cast(self, who: str, number: int) -> None:
        """The lead head joins the reviewers, or leaves them."""
        desk, lead = self.vale[who], self.vale.people["bernadette"]
        reviews.change_cast(
            desk.ports, desk.signer, self.vale.review, lead,
            role=Role.REVIEWER, name=NAMES["bernadette"], gone=bool(number % 2),
        )  # fmt: skip

    # --- files ----------------------------------------------------------------------------------------------

    def send(self, who: str, number: int) -> None:
        """A file goes into the post."""
        to = [each for each in HEADS if each != who][number % 2]
        hold = ("review-",) if to == "tom" else ("review-", "reviewers-")
        self.post.append(
            Posted(self.vale.copy(who, to), to, {said for said in self.said[who] if said[0].startswith(hold)})
        )

    def arrive(self, who: str, number: int) -> None:
        """Any file that was ever posted arrives: late, twice, out of order, or with somebody it was not made for."""
        if self.post:
            self.vale[who].bring_in(self.post[number % len(self.post)].path)

    def hand_over(self, who: str, number: int) -> None:
        """A file is made and opened at once."""
        self.send(who, number)
        self.vale[self.post[-1].to].bring_in(self.post[-1].path)

    def lose(self, who: str, number: int) -> None:
        """A file goes astray."""
        if self.post:
            self.post.pop(number % len(self.post))

    # --- computers ------------------------------------------------------------------------------------------

    def safe_copy(self, who: str, number: int) -> None:
        """A safe copy, as the program makes it."""
        desk, folder = self.vale[who], self.vale.folder / f"copy {fresh()}"
        keeping.safe_copy(desk.ports, desk.signer, folder)
        self.copies[who] = Kept(folder, set(self.said[who]), exact=False)

    def keep_copy(self, who: str, number: int) -> None:
        """Somebody's own tool copies the whole profile."""
        desk, folder = self.vale[who], self.vale.folder / f"whole {fresh()}"
        desk.app.close()
        shutil.copytree(desk.folder, folder)
        desk.app = open_profile(desk.folder, UNLOCK, SOURCES)
        self.copies[who] = Kept(folder, set(self.said[who]), exact=True)

    def restore(self, who: str, number: int) -> None:
        """A new computer: the last copy is brought back, and what was written since and never sent is lost."""
        kept = self.copies.get(who)
        if kept is None:
            return
        desk = self.vale[who]
        desk.app.close()
        folder = self.vale.folder / f"profile {fresh()}"
        if kept.exact:
            shutil.copytree(kept.folder, folder)
            desk.app = open_profile(folder, UNLOCK, SOURCES)
        else:
            desk.app = restore_profile(kept.folder, folder, UNLOCK, None, SOURCES)
        desk.folder = folder
        self.restored += 1
        back = [] if who in self.left else [posted for posted in self.post if posted.to not in self.left]
        out: Said = set().union(*(posted.said for posted in back))
        self.said[who] &= kept.said | out

    go_back = restore

    def clock(self, who: str, number: int) -> None:
        """A clock wrong by years, from here on."""
        off = timedelta(days=365 * (number % 121 - 45))
        desk = self.vale[who]
        desk.app.close()
        desk.app = open_profile(desk.folder, UNLOCK, Sources(lambda: clock() + off, fresh, salts))

    def leave(self, who: str, number: int) -> None:
        """Dele's membership ends, once. (What somebody lost who had sent it to him alone nobody could bring back.)"""
        if not self.left and not self.restored and number % 3 == 0:
            self.vale.drop("dele")
            self.left.add("dele")

    def crash(self, who: str, number: int) -> None:
        """The program dies at one of its statements to the store, while it writes, sends or brings in."""
        desk = self.vale[who]
        arriving = [posted.path for posted in self.post if posted.to == who]

        def act(child: Desk) -> None:
            if arriving and number % 2:
                child.bring_in(arriving[number % len(arriving)])
            else:
                edit = Edit("main_point", POINTS[0], "text", "never told that it is kept")
                writing.write(child.ports, child.signer, self.vale.review, [edit])
                keeping.safe_copy(child.ports, child.signer, child.folder / "backups" / "crashed")

        desk.app.close()
        self.crashes += killed_at(1 + number % 90, desk.folder, act)
        desk.app = open_profile(desk.folder, UNLOCK, SOURCES)
        report = desk.ports.store.check()
        assert not report.problems, report.problems

    # --- the end --------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Clocks are set (nothing is signed far outside a membership), everybody hears of the network and opens what
        is in the post; then all send to all."""
        for who in HEADS:
            desk = self.vale[who]
            desk.app.close()
            desk.app = open_profile(desk.folder, UNLOCK, SOURCES)
        welcome = self.vale.welcome()
        for who in HEADS:
            self._try(lambda who=who: self.vale[who].bring_in(welcome))
        for posted in self.post:
            self._try(lambda posted=posted: self.vale[posted.to].bring_in(posted.path))
        for _ in range(3):
            for who in HEADS:
                for to in HEADS:
                    if to != who:
                        self._try(lambda who=who, to=to: self.vale.pass_on(who, to))

    @staticmethod
    def _try(act: Callable[[], object]) -> None:
        try:
            act()
        except UserFacingError:
            return  # who left is sent nothing

    def require_promises(self) -> None:
        """Same state for all members; all that was told to be kept is in sight; every store is sound."""
        holders = [who for who in HEADS if who not in self.left]
        for prefix in ("review-", "reviewers-"):
            shown = [self._shown(who, prefix) for who in holders if prefix == "review-" or who != "tom"]
            assert all(each == shown[0] for each in shown)
        for who in HEADS:
            assert not self.vale[who].ports.store.check().problems
            for stream, record, name, words in self.said[who]:
                if record not in self.removed:
                    self._require_told(who, stream, record, name, words)

    def _shown(self, who: str, prefix: str) -> dict[str, object]:
        with self.vale[who].ports.store.begin() as work:
            return {name: state(work.stream(name)) for name in work.streams(prefix)}

    def _require_told(self, who: str, stream: str, record: str, name: str, words: str) -> None:
        with self.vale[who].ports.store.begin() as work:
            held = work.stream(stream)
            kind = "main_point" if record in POINTS else "note"
            told = {entry.value for entry in history(held, kind, record, name)}
        assert words in told, (who, kind, words)


def killed_at(statement: int, folder: Path, act: Callable[[Desk], None]) -> bool:
    """Do something in a child with the profile in `folder`, killed at its so-manieth statement to the store."""
    child = os.fork()
    if child == 0:
        try:
            desk = Desk(folder, open_profile(folder, UNLOCK, SOURCES))
            left = statement

            def count(_frame: object, event: str, what: object) -> None:
                nonlocal left
                if event == "c_call" and getattr(what, "__name__", "") in _STATEMENTS:
                    left -= 1
                    if left == 0:
                        os.kill(os.getpid(), signal.SIGKILL)

            sys.setprofile(count)
            act(desk)
        except UserFacingError:
            os._exit(0)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
