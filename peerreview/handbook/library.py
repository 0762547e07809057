"""Every handbook at hand: the packs in forms/ and those that arrived, many versions side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from peerreview.errors import BadInput, Refused

from . import content, reader
from .model import Handbook
from .problems import BadHandbook


class Library:
    """Handbooks by id, version and hash. Folders are read when first asked for; a broken one spoils no other."""

    def __init__(
        self, forms: Path, arrived: Iterable[Handbook] = (), kept: Mapping[str, bytes] = MappingProxyType({})
    ) -> None:
        """`kept` are the canonical bytes of versions that reviews were begun with, by hash."""
        self._forms = forms
        self._arrived = list(arrived)
        self._kept = kept

    def ids(self) -> tuple[str, ...]:
        """The ids of all handbooks, in alphabetical order."""
        return tuple(sorted({handbook.id for handbook in self._all}))

    def versions(self, handbook_id: str) -> tuple[Handbook, ...]:
        """Every version of one handbook, the oldest first; empty when it is not here."""
        return tuple(sorted((each for each in self._all if each.id == handbook_id), key=_age))

    def get(self, handbook_id: str, version: str | None = None) -> Handbook:
        """One version of a handbook, or the newest; BadInput when it is not here."""
        for kept in self._kept_versions:  # what a review was begun with, before any folder has been read
            if (kept.id, kept.version) == (handbook_id, version):
                return kept
        fitting = [each for each in self.versions(handbook_id) if version in (None, each.version)]
        if not fitting:
            name = f"{handbook_id}, version {version}" if version else handbook_id
            raise BadInput(
                f"The handbook {name} is not on this computer.",
                "Nothing here has changed.",
                "Ask your board's office to send it, and open the file it comes in.",
                code="handbook_missing",
            )
        return fitting[-1]

    def by_hash(self, digest: str) -> Handbook | None:
        """The version with exactly this content (64 hex), or None."""
        return next((each for each in self._all if each.hash == digest), None)

    def lacks(self, handbook: Handbook) -> bool:
        """Whether a version that arrives is new here.

        Refused when another content stands under the same id and version: it is never replaced in silence.
        """
        if handbook in self._all:
            return False
        if any(each.version == handbook.version for each in self.versions(handbook.id)):
            raise _twofold(handbook)
        return True

    def add(self, handbook: Handbook) -> bool:
        """Takes in a version that arrived; False when it is here already, Refused as for `lacks`."""
        if not self.lacks(handbook):
            return False
        self._arrived.append(handbook)
        self.__dict__.pop("_all", None)
        return True

    @property
    def broken(self) -> Mapping[str, BadHandbook]:
        """What is wrong with each folder that cannot be used."""
        return self._read[1]

    @cached_property
    def _all(self) -> tuple[Handbook, ...]:
        here = (*self._read[0], *self._arrived)
        hashes = {each.hash for each in here}
        return (*here, *(each for each in self._kept_versions if each.hash not in hashes))

    @cached_property
    def _kept_versions(self) -> tuple[Handbook, ...]:
        return tuple(content.kept(raw) for raw in self._kept.values())

    @cached_property
    def _read(self) -> tuple[tuple[Handbook, ...], dict[str, BadHandbook]]:
        read: dict[tuple[str, str], Handbook] = {}
        broken: dict[str, BadHandbook] = {}
        for path in sorted(self._forms.glob(f"*/{reader.FILE}")):
            try:
                handbook = reader.load(path.parent)
            except BadHandbook as error:
                broken[path.parent.name] = error
                continue
            if read.setdefault((handbook.id, handbook.version), handbook) != handbook:
                raise _twofold(handbook)
        return tuple(read.values()), broken


def _twofold(handbook: Handbook) -> Refused:
    return Refused(
        f"Two different handbooks call themselves {handbook.id}, version {handbook.version}.",
        "The one that was here first is kept as it is.",
        "Ask whoever made the second to give it a new version.",
        code="handbook_twofold",
    )


def _age(handbook: Handbook) -> tuple[date, list[tuple[int, str]]]:
    """By the day it is valid from, then by version as people count: 2026.10 after 2026.9."""
    parts = re.findall(r"[0-9]+|[^0-9]+", handbook.version)
    return handbook.valid_from, [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
