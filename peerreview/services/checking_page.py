"""The check for accuracy as it stands: paragraph by paragraph, the host's mark and the writer's answer (USERS U26)."""

from __future__ import annotations

from peerreview.analysis import paragraphs, released
from peerreview.analysis.draft import next_number
from peerreview.analysis.paragraphs import Checked
from peerreview.domain.reviews import Step

from .dossier import Dossier
from .review_views import CheckView, ParagraphView


def check(held: Dossier) -> CheckView:
    """The whole check. A mark other than accurate waits until it is answered."""
    views = tuple(_view(held, each) for each in checked(held))
    return CheckView(
        open=held.step_taken(Step.DRAFT) is not None,
        paragraphs=views,
        waiting=len(paragraphs.waiting(held.review)),
        unmarked=sum(not view.verdict.text for view in views),
        comment=held.field("comment", "comment", "words"),
        done=held.step_taken(Step.CHECKED) is not None,
    )


def checked(held: Dossier) -> tuple[Checked, ...]:
    """Every paragraph of the draft with its mark and answer."""
    return paragraphs.check(held.review, released.build(held.review, next_number(held.review)))


def _view(held: Dossier, found: Checked) -> ParagraphView:
    code = found.paragraph.code
    return ParagraphView(
        record=code,
        title=found.paragraph.title,
        text=found.paragraph.text,
        verdict=held.field("check_mark", code, "verdict"),
        words=held.field("check_mark", code, "words"),
        outcome=held.field("check_answer", code, "outcome"),
        because=held.field("check_answer", code, "because"),
        answered=found.answered,
        stale=found.stale,
    )
