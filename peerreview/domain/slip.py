"""The printed slip that somebody gets at a joining table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """For one person: the invitation's phrase, which everybody has, and two words that nobody else has."""

    network: str
    name: str
    school: str
    phrase: str
    own: str
