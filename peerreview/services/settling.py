"""Two versions of a field: both are kept and shown until a person chooses (DESIGN §4, USERS §2.2)."""

from __future__ import annotations

from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit

from . import membership
from .dossier import view
from .history import names_in, title
from .ports import Ports
from .reviews import unsettled
from .views import FieldView, TwoVersions
from .writing import write


def waiting(ports: Ports, signer: Signer, stream: str) -> tuple[TwoVersions, ...]:
    """The fields of a stream that have two versions."""
    with ports.store.begin() as work:
        held = work.stream(stream)
        person = membership.author_in(work, held, signer)
        names = names_in(work, held)
        return tuple(
            TwoVersions(
                f"{title(kind)}, {field.replace('_', ' ')}",
                view(held, person, lambda each: names.get(each, "somebody not known here"), kind, record, field),
            )
            for kind, record, field in unsettled(held)
        )


def choose(ports: Ports, signer: Signer, field: FieldView, op: str) -> None:
    """Let one version stand; the others stay in the history."""
    chosen = next((version for version in field.versions if version.op == op), None)
    if chosen is None:
        raise BadInput("This version is not there any more.", "Both are kept.", "Look again.", code="no_version")
    if chosen.status != "present":  # choosing it would clear the field
        raise Refused(
            "What this version says is not on this computer.", "Both are kept.", "Choose where it is.", code="not_shown"
        )
    write(ports, signer, field.stream, [Edit(field.kind, field.record, field.field, chosen.value, field.saw)])


def both(ports: Ports, signer: Signer, field: FieldView) -> None:
    """Let both texts stand, one after the other, mine first."""
    texts = [str(version.value) for version in sorted(field.versions, key=lambda each: not each.mine)]
    write(ports, signer, field.stream, [Edit(field.kind, field.record, field.field, "\n".join(texts), field.saw)])
