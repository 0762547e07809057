"""Everything one review consists of, as far as this person holds it: the streams, the handbook, the names, the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from peerreview.analysis.review import Review, text
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step
from peerreview.errors import Refused
from peerreview.handbook.answers import shown
from peerreview.handbook.model import Handbook
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Record, Stream

from . import membership, reviewers, whose
from .moments import date_or_none, moment
from .ports import Ports, UnitOfWork
from .views import FieldView, VersionView

WRITERS = frozenset({Role.LEAD_REVIEWER, Role.REVIEWER})
"""The roles that review."""


@dataclass(frozen=True)
class Dossier:
    """One review opened within a unit of work, for one person.

    `reviewers`, `private` and `triad` are None when this person does not hold them. `names` maps person ids to names.
    """

    work: UnitOfWork
    person: str
    stream: Stream
    reviewers: Stream | None
    private: Stream | None
    triad: Stream | None
    handbook: Handbook
    today: date
    names: Mapping[str, str] = field(repr=False)
    _people: dict[str, Mapping[str, frozenset[str]]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The review's stream id."""
        return self.stream.id

    @cached_property
    def review(self) -> Review:
        """The review as it is reckoned with."""
        return Review(self.stream, self.handbook)

    @property
    def head(self) -> Record:
        """The record that names the review."""
        return self.review.head

    @property
    def school(self) -> str:
        """The host school's name."""
        return self.review.school

    @property
    def phase(self) -> str:
        """The host school's phase, or nothing."""
        return text(self.head, "phase")

    @cached_property
    def notes(self) -> tuple[Record, ...]:
        """The reviewers' notes; every section and main point counts among them.

        One that was typed for somebody who says that it repeats a note of their own is not counted twice.
        """
        notes = self.reviewers.records("note") if self.reviewers else ()
        return tuple(note for note in notes if not (note.id in self.claims and text(self.claims[note.id], "repeats")))

    @cached_property
    def kept_notes(self) -> tuple[Record, ...]:
        """The notes that count: those that were removed for good do no more (DESIGN §4)."""
        return tuple(note for note in self.notes if all(head.status != "disposed" for head in note.state("text").heads))

    @cached_property
    def claims(self) -> Mapping[str, Record]:
        """Claims by the note that was typed for whoever made them; anybody else's counts for nothing."""
        if self.reviewers is None:
            return {}
        claims = ((each, self.reviewers.record("note", text(each, "note"))) for each in self.reviewers.records("claim"))
        return {note.id: each for each, note in claims if note and text(note, "on_behalf_of") == each.author}

    @cached_property
    def photos(self) -> Mapping[str, Sequence[Record]]:
        """Photos of displays and documents by the note they belong to."""
        found: dict[str, list[Record]] = {}
        for photo in self.reviewers.records("photo") if self.reviewers else ():
            found.setdefault(text(photo, "note"), []).append(photo)
        return found

    @property
    def cast(self) -> tuple[Record, ...]:
        """Who takes part, as they were named."""
        return self.stream.records("cast")

    @property
    def visit(self) -> Record | None:
        """The visit in the triad's plan that this review belongs to."""
        visits = self.triad.records("visit") if self.triad else ()
        return next((visit for visit in visits if visit.get("review") == self.id), None)

    @property
    def visit_date(self) -> date | None:
        """The day of the visit: as the triad plans it now, or else as the review was begun."""
        planned = date_or_none(self.visit.get("date")) if self.visit else None
        return planned or self.review.visited

    @property
    def role(self) -> str:
        """The acting person's role here, or nothing."""
        return self.role_of(self.person)

    @property
    def host(self) -> str:
        """The host's person id."""
        return next((each.id for each in self.cast if each.get("role") == Role.HOST), "")

    @property
    def writer(self) -> str:
        """The report writer's person id."""
        return next((each.id for each in self.cast if each.get("role") == Role.LEAD_REVIEWER), "")

    @property
    def reviewing(self) -> tuple[str, ...]:
        """Person ids of the reviewers, the report writer first."""
        return tuple(each.person for each in self.review.reviewers)

    @property
    def closure_days(self) -> tuple[date, ...]:
        """Days on which the host school is closed, from the triad and the network."""
        return membership.closure_days(self.work, self.triad, text(self.head, "school"))

    def role_of(self, person: str) -> str:
        """A person's role here, or nothing."""
        return next((text(each, "role") for each in self.cast if each.id == person), "")

    @cached_property
    def shown(self) -> frozenset[str]:
        """The codes of sections, prompts and items that the handbook shows for this school."""
        answers = {each.id: text(each, "value") for each in self.stream.records("answer")}
        return shown(self.handbook, answers | {"phase": self.phase})

    def name_of(self, person: str) -> str:
        """How to call a person."""
        return self.names.get(person, "somebody not known here")

    def field(self, kind: str, record: str, name: str, stream: Stream | None = None) -> FieldView:
        """One field for the screen, of the review or of another stream of it."""
        stream = stream or self.stream
        return view(stream, self.person, self.name_of, kind, record, name, people=self._people_of(stream))

    def _people_of(self, stream: Stream) -> Mapping[str, frozenset[str]]:
        """Everybody with a role in a stream; found once, for every field asks."""
        if stream.id not in self._people:
            self._people[stream.id] = stream.people
        return self._people[stream.id]

    def step_taken(self, step: Step) -> date | None:
        """The day a milestone was reached, or None."""
        return self.review.step(step)

    def held(self) -> tuple[Stream, ...]:
        """The streams of this review that are here, private notes included."""
        return tuple(each for each in (self.stream, self.reviewers, self.private) if each is not None)


def open_in(ports: Ports, work: UnitOfWork, signer: Signer, review: str) -> Dossier:
    """Open a review; raises Refused when it is not on this computer."""
    if not work.holds(review):
        raise Refused("This review is not on this computer.", todo="Open the file it came in first.", code="no_review")
    stream = work.stream(review)
    head = stream.record("review", "review")
    if head is None:
        raise Refused("This review has not arrived whole.", todo="Ask its host to send it again.", code="no_review")
    triad = text(head, "triad")
    private = work.setting("private")
    return Dossier(
        work=work,
        person=membership.author_in(work, stream, signer),
        stream=stream,
        reviewers=reviewers.stream_of(work, review),
        private=work.stream(private) if private and work.holds(private) else None,
        triad=work.stream(triad) if work.holds(triad) else None,
        handbook=ports.library.get(text(head, "handbook"), text(head, "handbook_version")),
        today=ports.clock().date(),
        names=membership.names(work) | {each.id: text(each, "name") for each in stream.records("cast")},
    )


def texts(record: Record, name: str) -> tuple[str, ...]:
    """A list field's values; empty when unset."""
    value = record.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def view(
    stream: Stream,
    person: str,
    name_of: Callable[[str], str],
    kind: str,
    record: str,
    name: str,
    *,
    people: Mapping[str, frozenset[str]],
) -> FieldView:
    """One field for the screen: its value, whether this person may write it, and its versions when there are two.

    `people` are the stream's, for saying who may write it.
    """
    found = stream.record(kind, record, viewer=person)
    state = found.state(name) if found else None
    heads = state.heads if state else ()
    versions = tuple(
        VersionView(
            head.op,
            name_of(head.author),
            head.author == person,
            moment(head.at),
            head.value,
            head.status,
            head.after_lock,
        )
        for head in heads
    )
    bar = stream.why_not(person, kind, record, name)
    return FieldView(
        stream=stream.id,
        kind=kind,
        record=record,
        field=name,
        value=found.get(name) if found else None,
        saw=tuple(head.op for head in heads),
        editable=bar is None,
        versions=versions if state and not state.settled else (),
        history=bool(heads),
        why_not=whose.why_not(stream, people, name_of, bar, (kind, record, name), found) if bar else "",
    )
