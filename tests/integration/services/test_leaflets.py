"""What the pages for the data protection officer and the IT manager say is so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from peerreview import __version__
from peerreview.bundles import limits
from peerreview.config import paths
from peerreview.errors import EnvironmentFault
from peerreview.services import keeping, leaflets, sending
from peerreview.services.leaflets import Leaflet
from tests.integration.services.world import World
from tests.unit.reports.reading import page_texts

At = Callable[[str], World]


def words_of(path: Path) -> str:
    """The words of a page, with single spaces."""
    if path.suffix == ".pdf":
        return " ".join(" ".join(page_texts(path.read_bytes())).split())
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(each.text for each in document.paragraphs), *cells]).split())


def test_each_leaflet_is_filled_in_for_this_computer_and_this_network(at: At, tmp_path: Path) -> None:
    world = at("joined")
    tom = world.desk("tom")
    written = [
        *leaflets.save(*tom, Leaflet.DATA_PROTECTION, tmp_path),
        *leaflets.save(*tom, Leaflet.IT, tmp_path),
    ]
    assert [path.name for path in written] == [
        "For the data protection officer.pdf",
        "Model sharing agreement.docx",
        "Model impact assessment.docx",
        "For the IT manager.pdf",
    ]
    said = {path.name: words_of(path) for path in written}
    assert not any(re.search(r"\{[a-z_]+\}", words) for words in said.values())
    retention = " ".join(tom[0].library.get("triad-p").retention.notice.split())
    assert retention in said["For the data protection officer.pdf"]
    assert retention in said["Model sharing agreement.docx"]
    assert f"Version {__version__}." in said["For the IT manager.pdf"]


def test_no_folder_to_write_to_is_said(at: At, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="Choose another folder"):
        leaflets.save(*at("joined").desk("tom"), Leaflet.IT, tmp_path / "not there")


def test_the_page_for_it_names_every_file_of_a_profile_and_what_is_passed_on(at: At, tmp_path: Path) -> None:
    world = at("shared")
    tom = world.desk("tom")
    page = (paths.resources() / "leaflets" / "it.md").read_text("utf-8")
    keeping.make_kit(*tom, at_once=True)
    lying = {path.name for path in tom[0].folder.iterdir() if path.is_file()}
    kept = {name for name in lying if not name.endswith(("-wal", "-shm", ".lock"))}
    assert {"store.db", "typing.db", "key.age"} <= kept
    assert all(name in page for name in kept)
    sent = sending.working_copy(*tom, world.review, [world.people["dele"]], world.file("copy")).paths[0]
    assert sent.read_bytes().startswith(b"age-encryption.org/v1")
    assert f"{limits.BUNDLE // limits.MB} MB" in page
