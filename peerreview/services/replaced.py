"""A version that replaces another: what it says otherwise, and who got the one before and has to be told (USERS S4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peerreview.analysis import released
from peerreview.analysis.changes import changes
from peerreview.analysis.review import text
from peerreview.analysis.wording import listed
from peerreview.domain import dates
from peerreview.domain.release import Changed, Release
from peerreview.domain.reviews import Audience, Level
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Record

from . import dossier
from .dossier import Dossier, texts
from .moments import date_or_none
from .ports import Ports
from .report_views import ReportVersionView
from .sharing_views import UntoldView
from .words import AUDIENCE_WORDS, LEVEL_WORDS


def changed(ports: Ports, signer: Signer, review: str, number: str) -> tuple[Changed, ...]:
    """Every place where a version says something else than the one it replaces, with both wordings."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        version = held.stream.record("version", number)
        if version is None or not text(version, "replaces"):
            raise BadInput(f"Version {number} replaces no other.", "Nothing has changed.", code="no_version")
        return _changes(held, text(version, "replaces"), number)


def untold(held: Dossier, versions: Sequence[ReportVersionView]) -> tuple[UntoldView, ...]:
    """Who was sent a version that a closed one has replaced, and has not been sent that one; only the host is asked."""
    newest = next((each for each in versions if each.state != "open"), None)
    if newest is None or not newest.replaces or held.person != held.host:
        return ()
    releases = [each for each in held.stream.records("release") if not each.get("stopped")]
    told = {text(each, "audience") for each in releases if text(each, "version") == newest.number}
    latest = {text(each, "audience"): each for each in sorted(releases, key=lambda each: int(text(each, "version")))}
    return tuple(_untold(held, newest, each) for audience, each in latest.items() if audience not in told)


def _untold(held: Dossier, newest: ReportVersionView, release: Record) -> UntoldView:
    audience, before = Audience(text(release, "audience")), text(release, "version")
    line = next((each for each in held.handbook.sharing.audiences if each.audience is audience), None)
    label = line.label if line else AUDIENCE_WORDS[audience]
    names = tuple(held.name_of(person) for person in texts(release, "to"))
    return UntoldView(
        audience, label, names, before, newest.number, "\n\n".join(_message(held, newest, release, names))
    )


def _message(held: Dossier, newest: ReportVersionView, release: Record, names: Sequence[str]) -> Iterator[str]:
    """What tells them; at no level more than that level shows: what changed is named, never quoted."""
    on, before, level = date_or_none(release.get("on")), text(release, "version"), Level(text(release, "level"))
    when = f" on {dates.short(on)}" if on else ""
    yield f"Dear {listed(names) or 'colleagues'},"
    yield (
        f"the report on {held.school} that you got{when} (version {before}, {LEVEL_WORDS[level].lower()}) is replaced "
        f"by version {newest.number}. Version {before} stays readable and can still be checked; please go by version "
        f"{newest.number} from now on."
    )
    places = listed([each.title for each in _changes(held, before, newest.number)])
    if level is Level.FULL and (newest.why or places):
        why = f"{newest.why.rstrip('.')}." if newest.why else ""
        yield " ".join(filter(None, (why, f"Changed: {places}." if places else "")))
    yield held.name_of(held.person)


def _changes(held: Dossier, before: str, number: str) -> tuple[Changed, ...]:
    return changes(held.handbook, _release(held, before), _release(held, number))


def _release(held: Dossier, number: str) -> Release:
    """What a version says, built again at the tips it was made at."""
    version = held.stream.record("version", number)
    if version is None:
        raise BadInput(f"There is no version {number} of this report.", "Nothing has changed.", code="no_version")
    return released.whole(held.review.at(texts(version, "tips")), int(number))
