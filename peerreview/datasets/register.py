"""The national register of schools as a file: the full extract, a search download, or the zip either comes in.

The whole of England (60 MB, 10 in its zip) is fetched from its drive at one go, then read line by line. The register
writes cp1252 and other programs UTF-8; dates are 21-01-2021, or 21/01/2021 once Excel saved them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

from peerreview.config import drives
from peerreview.domain.register import Register, RegisterEntry
from peerreview.errors import BadInput

LARGEST = 400 * 1024 * 1024
"""Bytes of a register file, as it lies on the disk or inside its zip."""

_NEEDED = ("URN", "EstablishmentName")
_AUTHORITY, _STATUS = "LA (name)", "EstablishmentStatus (name)"
_NOTHING = frozenset({"", "not applicable", "does not apply", "not collected"})
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")


def read_register(source: Path, urns: Collection[str], authority: str = "") -> Register:
    """What the register says about these schools and the open ones of an authority; others are left out.

    BadInput for what is no register file. Its day is the one in its name, or else the last one on which a school that
    was looked for was changed.
    """
    raw = drives.fetch(source, LARGEST)
    if len(raw) > LARGEST:
        raise _no_register(source.name, "is larger than the register of all schools")
    try:
        found = _found(source.name, raw, "utf-8-sig", urns, authority)
    except UnicodeDecodeError:
        found = _found(source.name, raw, "cp1252", urns, authority)
    entries = {row["URN"]: _entry(row) for row in found}
    changed = [on for row in found if (on := _day(row.get("LastChangedDate", "")))]
    return Register(_day_in(source.name) or max(changed, default=None), entries)


def _found(name: str, data: bytes, encoding: str, urns: Collection[str], authority: str) -> list[dict[str, str]]:
    wanted = set(urns)
    try:
        with _opened(name, data) as raw:
            lines = io.TextIOWrapper(raw, encoding, errors="strict" if encoding != "cp1252" else "replace", newline="")
            rows = csv.reader(lines)
            columns = [column.strip() for column in next(rows, [])]
            if any(column not in columns for column in _NEEDED):
                raise _no_register(name, "has no column URN or EstablishmentName")
            place = columns.index("URN")
            named = columns.index(_AUTHORITY) if authority and _AUTHORITY in columns else None
            found = (
                {column: cell.strip() for column, cell in zip(columns, row, strict=False)}
                for row in rows
                if (len(row) > place and row[place].strip() in wanted)
                or (named is not None and len(row) > named and row[named].strip().casefold() == authority.casefold())
            )
            return [row for row in found if row["URN"] in wanted or row.get(_STATUS, "").startswith("Open")]
    except (csv.Error, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _no_register(name, "is damaged, or not a register file") from error


@contextmanager
def _opened(name: str, data: bytes) -> Iterator[IO[bytes]]:
    """The table itself, also from within the zip in which the register sends it."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        yield io.BytesIO(data)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tables = [each for each in archive.infolist() if each.filename.lower().endswith(".csv")]
        named = [each for each in tables if "edubasealldata" in each.filename.lower()]
        if not tables or (named or tables)[0].file_size > LARGEST:
            raise _no_register(name, "holds no table of schools")
        with archive.open((named or tables)[0]) as raw:
            yield raw


def _entry(row: Mapping[str, str]) -> RegisterEntry:
    def said(*names: str) -> str:
        values = (row.get(name, "") for name in names)
        return next((value for value in values if value.lower() not in _NOTHING), "")

    low, high = said("StatutoryLowAge"), said("StatutoryHighAge")
    pupils = said("NumberOfPupils")
    return RegisterEntry(
        urn=row["URN"],
        name=row["EstablishmentName"],
        phase=said("PhaseOfEducation (name)"),
        kind=said("TypeOfEstablishment (name)"),
        status=said("EstablishmentStatus (name)"),
        authority=said("LA (name)"),
        trust=said("Trusts (name)"),
        ages=f"{low} to {high}" if low and high else "",
        pupils=int(pupils) if pupils.isdecimal() and len(pupils) <= 5 else None,
        counted=_day(said("CensusDate")),
        free_meals=said("PercentageFSM"),
        inspected=_day(said("OfstedLastInsp")),
        judgement=said("OfstedRating (name)"),
    )


def _day(words: str) -> date | None:
    found = _DAY.fullmatch(words)
    return _made(*reversed(found.groups())) if found else None


def _day_in(name: str) -> date | None:
    days = (_made(*each.groups()) for each in _DAY_IN_NAME.finditer(name))
    return next((on for on in days if on), None)


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _no_register(name: str, why: str) -> BadInput:
    return BadInput(
        f"“{name}” {why}.",
        "Nothing here has changed.",
        "Choose the file of Get Information About Schools (“Establishment fields CSV”), as it was downloaded.",
        code="no_register",
    )
