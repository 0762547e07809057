"""The numbers, lists and plans of a method that every screen shares: limits, ground rules, sharing, retention."""

from __future__ import annotations

from dataclasses import dataclass

from peerreview.domain.reviews import Audience, Level


@dataclass(frozen=True)
class Choice:
    """A code and the words for it."""

    code: str
    label: str


@dataclass(frozen=True)
class AudienceShare:
    """What one audience usually gets (None: nothing), and the least this handbook expects it to get."""

    audience: Audience
    label: str
    usual: Level | None = None
    least: Level | None = None


@dataclass(frozen=True)
class Sharing:
    """The usual sharing plan: `label` is the one tick for it (HANDBOOK §0.8)."""

    label: str
    audiences: tuple[AudienceShare, ...]


@dataclass(frozen=True)
class Retention:
    """How long notes are kept: the deadline by which they are cleared out, and how that is told to people."""

    clear_out: str
    notice: str


@dataclass(frozen=True)
class Limits:
    """Numbers of the method: words unless said otherwise.

    `focus_*` count sections, `questions_*` key questions, `evidence_kinds` kinds of evidence for a main point.
    Percentages are given from `percentage_pupils` pupils on; under `small_school_pupils` a note's place is a phase.
    Without somebody's signature a report may be issued `issue_without_days` working days after it was due.
    """

    note: int
    main_point: int
    evidence_line: int
    difference: int
    quality_note: int
    action_change: int
    action_know: int
    action_effect: int
    focus_least: int
    focus_most: int
    questions_least: int
    questions_most: int
    evidence_kinds: int
    percentage_pupils: int
    small_school_pupils: int
    issue_without_days: int


@dataclass(frozen=True)
class Rules:
    """Rules and lists that every screen shares.

    `ground_rules` are accepted before first use; `tags` say what a main point is, `shows` and `typical` what a note
    shows and how often; `last_time` what became of a step of the last review; `progress` and `support` serve the
    action plan; `quality` are the questions of the lead headteacher's check; `before_sharing` is asked when the
    overall view is the weakest point. Photos stay off unless `photos`.
    """

    ground_rules: tuple[Choice, ...]
    limits: Limits
    tags: tuple[Choice, ...]
    shows: tuple[Choice, ...]
    typical: tuple[Choice, ...]
    last_time: tuple[Choice, ...]
    progress: tuple[Choice, ...]
    support: tuple[Choice, ...]
    quality: tuple[Choice, ...]
    before_sharing: tuple[Choice, ...] = ()
    photos: bool = False
