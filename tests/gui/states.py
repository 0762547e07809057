"""Views in their seldom states: a review of which nothing exists yet, and one in which a person may only read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from peerreview.domain.people import Role
from peerreview.services.report_views import CheckView, SigningView
from peerreview.services.review_views import ReviewView
from peerreview.services.views import FieldView
from tests.gui import invented

WHY_NOT = "The report writer writes this."

_VIEWS = "peerreview.services"


def just_begun(role: Role = Role.LEAD_REVIEWER) -> ReviewView:
    """A review of which there is nothing but the visit."""
    view = invented.review(role, shown=False)
    nothing = invented.field
    return replace(
        view,
        sections=tuple(replace(each, looked_at=False, notes=0, ways=(), seen=()) for each in view.sections),
        answers=(), questions=(), bank=(), last_time=(), attachments=(), notes=(), hidden=None, points=(),
        report={name: replace(each, value="") for name, each in view.report.items()},
        feedback={name: replace(each, value=None) for name, each in view.feedback.items()},
        check=CheckView(False, (), 0, 0, nothing("check", "check", "comment"), False),
        signing=SigningView((), False, (), "", None, ""),
        sharing=replace(view.sharing, releases=(), must_say=False),
        actions=(), timetable=(), people=(), walks=(), contacts=(), two_versions=0, earlier=None,
    )  # fmt: skip


def only_read(view: Any) -> Any:
    """The same view for somebody who may not write in it: every field says why."""
    if isinstance(view, FieldView):
        return replace(view, editable=False, why_not=WHY_NOT)
    if isinstance(view, tuple):
        return tuple([only_read(each) for each in view])
    if isinstance(view, Mapping):
        return {name: only_read(each) for name, each in view.items()}
    if is_dataclass(view) and not isinstance(view, type) and type(view).__module__.startswith(_VIEWS):
        return replace(view, **{each.name: only_read(getattr(view, each.name)) for each in fields(view) if each.init})
    return view
