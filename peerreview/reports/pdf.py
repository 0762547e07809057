"""A report as a tagged, archival PDF: two A4 sides, the annex, the data attached, a field for every signature."""

from __future__ import annotations

from functools import partial

from reportlab.platypus import PageBreak

from peerreview.domain.report import ReportModel

from . import stamp, wording
from .annex import annex, has_annex
from .archive import PRODUCER, Facts, Signatory, finish
from .blocks import heading
from .fields import field_name
from .fonts import PRESS, printable, register
from .layout import box_size
from .press import press
from .sides import set_sides


def make_pdf(model: ReportModel) -> bytes:
    """The report before any signature: PDF/A-3a, PDF/UA-1, `model.data` attached as `report.json`.

    Each person who signs has an empty field `Sig-<person id>`. The same model gives the same bytes.
    """
    signers = [person for person in model.people if person.signs]
    width, height = box_size(len(signers))
    waiting = [stamp.waiting(person.name, person.role, person.organisation) for person in signers]
    boxes = [partial(stamp.draw, box=box, width=width, height=height) for box in waiting]
    with PRESS:
        register()
        sides = set_sides(model)
        story = sides.story
        if has_annex(model):
            story += [PageBreak(), *heading(sides.root, wording.ANNEX, sides.styles)]
            story += annex(model, sides.styles, sides.root)
        pages = press(story, wording.title(model), wording.edition(model), model.language, boxes)
        return finish(
            pages,
            sides.root,
            Facts(printable(wording.title(model)), printable(model.network) or PRODUCER, model.language, model.made),
            data=model.data,
            signatories=[Signatory(field_name(person.person), person.name, person.role) for person in signers],
        )
