"""What checking a signature found: plain frozen values, the same for the window and for `verify --json` (DESIGN §9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class CmsVerdict:
    """What one detached CAdES signature says of the data it was checked against.

    `intact`: the data are the bytes that were signed. `trusted`: the certificate leads to one of the given roots and
    counted at `at`, the claimed signing time. `name`, `person`, `actor` and `certificate` (DER) tell of the signer's
    certificate, whatever the verdict; they are empty when there is none to read. `problems` are sentences for people.
    """

    intact: bool
    trusted: bool
    name: str = ""
    person: str = ""
    actor: str = ""
    certificate: bytes = field(default=b"", repr=False)
    at: datetime | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignerVerdict:
    """One signature on a report: who, as what, when by their own clock, and whether we know who signed."""

    name: str
    role: str
    when: datetime | None
    trusted: bool
    actor: str = ""

    def to_json(self) -> dict[str, object]:
        """The object that `verify --json` prints for this signer."""
        when = self.when.isoformat() if self.when else None
        return {"name": self.name, "role": self.role, "when": when, "trusted": self.trusted}


@dataclass(frozen=True)
class ReportVerdict:
    """The verdict on a whole file: report or bundle.

    `intact`: unchanged since signing. `trusted`: every signer is known. `complete`: all expected signatures are here.
    `changed_since` is None when the review is not at hand. `problems` are sentences for people.
    """

    kind: str
    intact: bool
    trusted: bool
    complete: bool
    expected_signatures: int
    signers: tuple[SignerVerdict, ...] = ()
    changed_since: bool | None = None
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the file can be relied upon: intact, trusted and complete (exit code 0 of `verify`)."""
        return self.intact and self.trusted and self.complete

    def to_json(self) -> dict[str, object]:
        """The object that `verify --json` prints (DESIGN §9)."""
        return {
            "kind": self.kind,
            "intact": self.intact,
            "trusted": self.trusted,
            "complete": self.complete,
            "expected_signatures": self.expected_signatures,
            "signers": [signer.to_json() for signer in self.signers],
            "changed_since": self.changed_since,
            "problems": list(self.problems),
        }
