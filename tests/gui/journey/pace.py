"""How long somebody sits at a task: keys and letters, turned into seconds as the good day turns them into minutes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.gui.journey.good_day import minutes
from tests.gui.journey.person import Person


@dataclass
class Spent:
    """What a task took."""

    keys: int = 0
    letters: int = 0
    seconds: float = 0.0


@contextmanager
def sits(person: Person, at: str) -> Iterator[Spent]:
    """Count what somebody does here, without the time for thinking; where a file lies is chosen, not typed."""
    spent, before, texts = Spent(), person.pressed, len(person.typed)
    yield spent
    typed = [each for each in person.typed[texts:] if not each.startswith("/")]
    spent.keys, spent.letters = person.pressed - before, sum(map(len, typed))
    spent.seconds = 60 * minutes(spent.keys, typed)
    print(f"{at}: {spent.keys} keys, {spent.letters} letters, {spent.seconds:.0f} seconds")


def choose_folder(person: Person, folder: Path) -> None:
    """In the dialog of the toolkit: type the folder's name."""
    person.on("Directory:")
    person.press("ctrl+a")
    person.type(str(folder))
    person.press("Return")
    person.gone("Directory:")


def choose_file(person: Person, file: Path) -> None:
    """In the dialog of the toolkit: type the file's name."""
    person.on("File name:")
    person.press("ctrl+a")
    person.type(str(file))
    person.press("Return")
    person.gone("File name:")


def go_to(person: Person, place: str) -> None:
    """Go anywhere by Ctrl+K."""
    person.press("ctrl+k")
    person.on("Where to")
    person.type(place.lower())
    person.find(place, "list item")
    person.press("Return")
    person.gone("Where to")
