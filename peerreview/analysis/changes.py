"""What a version of the report says otherwise than the one it replaces (USERS S4), paragraph by paragraph."""

from __future__ import annotations

from peerreview.domain.release import Changed, Release, ReleasedBeside
from peerreview.handbook.model import Handbook
from peerreview.handbook.report_layout import Content

from . import wording
from .paragraphs import grade_code, paragraphs


def changes(handbook: Handbook, before: Release, after: Release) -> tuple[Changed, ...]:
    """Every place that differs between two full releases of one review, in the order of the page."""
    old, new = _places(handbook, before), _places(handbook, after)
    codes = (*new, *(code for code in old if code not in new))
    found = (
        Changed(new.get(code, old.get(code, ("", "")))[0], old.get(code, ("", ""))[1], new.get(code, ("", ""))[1])
        for code in codes
    )
    return tuple(each for each in found if each.before != each.after)


def _places(handbook: Handbook, release: Release) -> dict[str, tuple[str, str]]:
    """Title and words of everything that a full report says, by what names the place."""
    facts = handbook.report.field(Content.FACTS)
    comment = handbook.report.field(Content.COMMENT)
    found = {each.code: (each.title, each.text) for each in paragraphs(handbook, release)}
    if facts is not None:
        found[facts.code] = ("Who was met", release.paragraphs.get(facts.code, ""))
    people = (f"{each.name}, {each.organisation}" if each.organisation else each.name for each in release.people)
    found["people"] = ("Who was there", "; ".join(people))
    found["visited"] = ("Day of the visit", release.visited)
    found["school"] = ("School", f"{release.school} {release.urn} {release.phase} {release.pupils or ''}".strip())
    if comment is not None:
        found["comment"] = (comment.title, release.comment)
    for code, words in _besides(release).items():
        found[f"beside {code}"] = (f"Beside {found.get(code, ('a paragraph', ''))[0]}", words)
    return found


def beside(handbook: Handbook | None, release: Release) -> tuple[tuple[str, ReleasedBeside], ...]:
    """What stands unresolved beside the paragraphs of a release, each with the title of its paragraph.

    Without the `handbook` (it is not on this computer) only grades, main points and next steps have a title of theirs.
    """
    titles = {each.code: each.title for each in paragraphs(handbook, release)} if handbook else {}
    titles |= {grade_code(view.section): view.title for view in release.views}
    return tuple((titles.get(code, "A paragraph"), one) for code, each in _unresolved(release).items() for one in each)


def _besides(release: Release) -> dict[str, str]:
    """What stands unresolved beside each paragraph, as one text."""
    found = _unresolved(release)
    return {code: wording.listed([f"{one.who}: {one.words}" for one in each]) for code, each in found.items()}


def _unresolved(release: Release) -> dict[str, tuple[ReleasedBeside, ...]]:
    found = dict(release.beside)
    found |= {grade_code(view.section): view.beside for view in release.views}
    found |= {step.code: step.beside for step in release.steps}
    found |= {point.code: point.beside for point in (*release.strengths, *release.others)}
    return {code: each for code, each in found.items() if each}
