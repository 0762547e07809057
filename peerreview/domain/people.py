"""People, the hats they wear, and the membership cards that bind a person to a signing key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in one review (HANDBOOK §5) or in the network."""

    HOST = "host"
    LEAD_REVIEWER = "lead_reviewer"
    REVIEWER = "reviewer"
    OBSERVER = "observer"
    GUEST = "guest"
    OFFICE = "office"
    HEAD = "head"
    LEAD_HEAD = "lead_head"
    OFFICER = "officer"


@dataclass(frozen=True)
class Person:
    """Somebody in the network. `id` is 32 hex digits, minted by the board's office; `school` a URN or empty.

    `aliases` are ids the person minted before the invitation came and wrote under; the admission made them known.
    """

    id: str
    name: str
    role: Role
    school: str = ""
    organisation: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """Membership: a person's signing key as the network document lists it.

    `actor` is the SHA-256 (hex) of the public key (SPKI, DER); `certificate` is DER, base64; `recipient` an age
    X25519 recipient. A card is listed from `since` until `until` (None while it stands), with the reason it ended.
    `voucher` is the person's earlier key whose word it was given on, empty where the office needed none or compared
    words; None in lists from before it was recorded.
    """

    person: str
    actor: str
    certificate: str
    recipient: str
    since: date
    until: date | None = None
    ended: str = ""
    voucher: str | None = None

    def listed_on(self, day: date) -> bool:
        """Whether the card counted on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Listing:
    """What the network says of one signing key: whose it is, and whether it counts now.

    `until` and `reason` are set once it has ended (or is known to end). `aliases` are the person's other ids.
    """

    person: str
    listed: bool
    until: date | None = None
    reason: str = ""
    aliases: tuple[str, ...] = ()
