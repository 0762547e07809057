"""Five people who exchange nothing but files in folders, and the folders do what folders do: a file gets lost, lies
there twice, turns up weeks later, or in somebody else's folder. Whoever sends waits for word that it arrived, and sends
again until there is. All of it follows from one number."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from peerreview.errors import UserFacingError
from peerreview.services import opening, sending
from peerreview.services.posting import Sent
from tests.integration.services.world import NAMES, World

PATIENCE = 60
"""Rounds of sending again before somebody would ring up."""


@dataclass
class Folders:
    """Everybody's folder for what comes in; `counts` tells what happened to the files."""

    world: World
    seed: int
    counts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)
        self._late: list[tuple[str, Path]] = []
        self._number = 0
        for who in NAMES:
            self._folder(who).mkdir(parents=True)
        self.world.pass_on = self.pass_on  # type: ignore[method-assign]  # the script of the term goes this way too

    # --- sending --------------------------------------------------------------------------------------------

    def pass_on(self, who: str, *to: str) -> list[str]:
        """A working copy, again and again until word came from everybody that it arrived."""
        people = [self.world.people[each] for each in to]
        self.surely(
            who, to, lambda target: sending.working_copy(*self.world.desk(who), self.world.review, people, target)
        )
        return []

    def surely(self, who: str, to: tuple[str, ...], make: Callable[[Path], Sent]) -> None:
        """Make a file for people and send it until word came back from each of them."""
        waiting = set(to)
        for _ in range(PATIENCE):
            sent = make(self.world.file(f"from {who}"))
            self.counts["sent"] += 1
            bundles = self._latest(who)
            for each in sorted(waiting):
                for path in sent.paths:
                    self.post(each, path)
            self.open_all()
            for each in to:  # word rides back by the same folders
                self._thank(each, who)
            self.open_all()
            waiting -= {each for each in to if self._arrived(who, bundles, each)}
            if not waiting:
                return
        raise AssertionError(f"{who} to {sorted(waiting)}: nothing arrived in {PATIENCE} rounds")

    def once(self, who: str, *to: str) -> None:
        """A working copy that nobody waits for."""
        people = [self.world.people[each] for each in to]
        sent = sending.working_copy(*self.world.desk(who), self.world.review, people, self.world.file(f"from {who}"))
        self.counts["sent"] += 1
        for each in to:
            for path in sent.paths:
                self.post(each, path)

    def post(self, to: str, path: Path) -> None:
        """Put a file into somebody's folder, and let the folder do as it likes."""
        fate = self._rng.choices(("whole", "lost", "twice", "late", "astray"), (45, 20, 15, 12, 8))[0]
        self.counts[fate] += 1
        if fate == "late":
            self._late.append((to, path))
            return
        if fate == "astray":
            to = self._rng.choice([each for each in NAMES if each != to])
        for _ in range({"lost": 0, "twice": 2}.get(fate, 1)):
            self._lay(to, path)

    # --- opening --------------------------------------------------------------------------------------------

    def open_all(self) -> None:
        """Everybody opens what lies in their folder, in any order; some of it stays and is opened again."""
        while self._late and self._rng.random() < 0.3:
            to, path = self._late.pop(self._rng.randrange(len(self._late)))
            self._lay(to, path)
        for who in NAMES:
            files = sorted(self._folder(who).iterdir())
            self._rng.shuffle(files)
            for file in files:
                self._open(who, file)
                if self._rng.random() < 0.85:
                    file.unlink()

    def deliver_everything(self) -> None:
        """What was late comes, and what lies there is opened."""
        for to, path in self._late:
            self._lay(to, path)
        self._late.clear()
        for who in NAMES:
            for file in sorted(self._folder(who).iterdir()):
                self._open(who, file)
                file.unlink()

    def _open(self, who: str, file: Path) -> None:
        app = self.world.app(who)
        self.counts["opened"] += 1
        try:
            opening.bring_in(app.ports, app.signer, file)
        except UserFacingError as refused:
            self.refusals[refused.code] += 1
        app.renew_signer()

    # --- what lies where ------------------------------------------------------------------------------------

    def _thank(self, who: str, to: str) -> None:
        person = self.world.people[to]
        with self.world.app(who).ports.store.begin() as work:
            owed = work.receipts_owed(person)
        if owed:
            sent = sending.receipts(*self.world.desk(who), [person], self.world.file(f"word from {who}"))
            for path in sent.paths:
                self.post(to, path)

    def _latest(self, who: str) -> str:
        with self.world.app(who).ports.store.begin() as work:
            return max(work.sendings(), key=lambda each: each.at).bundle

    def _arrived(self, who: str, bundle: str, to: str) -> bool:
        with self.world.app(who).ports.store.begin() as work:
            found = next(each for each in work.sendings() if each.bundle == bundle)
        return self.world.people[to] in dict(found.arrived)

    def _lay(self, to: str, path: Path) -> None:
        self._number += 1
        shutil.copy(path, self._folder(to) / f"{self._number:05} {path.name}")

    def _folder(self, who: str) -> Path:
        return self.world.folder / "folders" / who
