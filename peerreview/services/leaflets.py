"""Pages for those who ask first: the data protection officer and the IT manager (USERS §1.2)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from peerreview import __version__
from peerreview.config import drives, paths
from peerreview.errors import EnvironmentFault
from peerreview.identity.signer import Signer

from . import membership
from .ports import Ports


class Leaflet(StrEnum):
    """For whom it is; the value is its file in `resources/leaflets`."""

    DATA_PROTECTION = "data-protection"
    IT = "it"


_FILES = {
    Leaflet.DATA_PROTECTION: (
        ("data-protection", "For the data protection officer.pdf"),
        ("sharing-agreement", "Model sharing agreement.docx"),
        ("impact-assessment", "Model impact assessment.docx"),
    ),
    Leaflet.IT: (("it", "For the IT manager.pdf"),),
}


def save(ports: Ports, signer: Signer, leaflet: Leaflet, folder: Path) -> tuple[Path, ...]:
    """Write a leaflet, and the models that go with it, into a folder; gives the paths, the leaflet first.

    What is there under the same name is written anew. Raises EnvironmentFault ("no_folder").
    """
    made = ports.clock().date()
    facts = _facts(ports)
    written = []
    for source, name in _FILES[leaflet]:
        page = (paths.resources() / "leaflets" / f"{source}.md").read_text(encoding="utf-8")
        for what, words in facts.items():
            page = page.replace(f"{{{what}}}", words)
        make = ports.reports.leaflet_word if name.endswith(".docx") else ports.reports.leaflet_pdf
        path = folder / name
        try:
            drives.write(path, make(page, made))
        except OSError as fault:
            raise EnvironmentFault(
                f"{name} cannot be written there.", "Nothing here has changed.", "Choose another folder.",
                code="no_folder",
            ) from fault  # fmt: skip
        written.append(path)
    return tuple(written)


def _facts(ports: Ports) -> dict[str, str]:
    """What a page says of this program, this computer and this network's handbook."""
    with ports.store.begin() as work:
        network = membership.network(work)
    chosen = network.handbook if network and network.handbook else ports.library.ids()[0]
    return {
        "version": __version__,
        "folder": str(ports.folder),
        "clear_out": ports.library.get(chosen).retention.notice,
    }
