"""The concrete packages behind the services' Protocols. Each is imported when something first asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from peerreview.domain.check_sheet import CheckSheet
from peerreview.domain.exchange import BundleContents
from peerreview.domain.paper_pack import PaperPack, ReadingSheet
from peerreview.domain.papers import PaperPage, PaperText
from peerreview.domain.photo import Photo
from peerreview.domain.register import Register
from peerreview.domain.report import ReportModel
from peerreview.domain.sheets import Sheets
from peerreview.domain.slip import Slip
from peerreview.identity.signer import Signer
from peerreview.identity.verdict import ReportVerdict
from peerreview.services.ports import Cards, Columns, Opened, Progress, Rows, Tables, Written

if TYPE_CHECKING:
    from peerreview.persistence.keyholder import KeyHolder
    from peerreview.persistence.store import Store
    from peerreview.persistence.typing import TypingStore
    from peerreview.reports.fields import Expected


class BundleFiles:
    """`peerreview.bundles` behind its Protocol."""

    def recognise(self, source: Path | bytes) -> str:
        from peerreview.bundles.recognition import recognise

        return recognise(source)

    def parts(
        self, contents: BundleContents, ids: Callable[[], str], most: int | None = None
    ) -> tuple[BundleContents, ...]:
        from peerreview.bundles.splitting import parts

        return parts(contents, ids, most)

    def write(
        self, contents: BundleContents, signer: Signer, target: Path, *, progress: Progress, phrase: str | None = None
    ) -> Written:
        from peerreview.bundles.writer import write

        return write(contents, signer, target, progress=progress, phrase=phrase)

    def read(
        self, raw: bytes | Path, identities: Sequence[str], *, phrase: str | None = None, progress: Progress
    ) -> Opened:
        from peerreview.bundles.reader import read

        return read(raw, identities, phrase=phrase, progress=progress)


class ReportPages:
    """`peerreview.reports` behind its Protocol."""

    def make_pdf(self, model: ReportModel) -> bytes:
        from peerreview.reports.pdf import make_pdf

        return make_pdf(model)

    def make_docx(self, model: ReportModel) -> bytes:
        from peerreview.reports.word import make_docx

        return make_docx(model)

    def sides(self, model: ReportModel) -> float:
        from peerreview.reports.sides import length

        return length(model)

    def pictures(self, pdf: bytes, dpi: int) -> tuple[bytes, ...]:
        from peerreview.reports.preview import page_pictures

        return page_pictures(pdf, dpi)

    def name(self, model: ReportModel) -> str:
        from peerreview.reports.filenames import report_name

        return report_name(model)

    def sign(
        self, pdf: bytes, signer: Signer, *, field: str, role: str, meaning: str, at: datetime, certify: bool
    ) -> bytes:
        from peerreview.reports.signing import sign_pdf

        return sign_pdf(pdf, signer, field=field, role=role, meaning=meaning, at=at, certify=certify)

    def expected(self, pdf: bytes) -> tuple[Expected, ...]:
        from peerreview.reports.fields import expected

        return expected(pdf)

    def verify(self, pdf: bytes, roots: Sequence[bytes], listing: Cards | None = None) -> ReportVerdict:
        from peerreview.reports.verifying import verify_pdf

        return verify_pdf(pdf, roots, listing)

    def data(self, pdf: bytes) -> bytes:
        from peerreview.reports.verifying import release_data

        return release_data(pdf)

    def sheets(self, sheets: Sheets, path: Path) -> None:
        from peerreview.reports.workbook import write_workbook

        write_workbook(sheets, path)

    def workbook(self, tables: Tables, path: Path, *, title: str, made: date, columns: Columns) -> Path:
        from peerreview.reports.files import write
        from peerreview.reports.table import of_rows
        from peerreview.reports.workbook import make_workbook

        found = [of_rows(name, rows, columns) for name, rows in tables.items()]
        return write(path, make_workbook(found, title=title, made=made))

    def tables(
        self, tables: Tables, folder: Path, *, name: str, title: str, made: date, description: str, columns: Columns
    ) -> tuple[Path, ...]:
        from peerreview.reports.table import of_rows, write_tables

        found = [of_rows(each, rows, columns) for each, rows in tables.items()]
        return write_tables(found, folder, name=name, title=title, made=made, description=description)

    def check_sheet_word(self, sheet: CheckSheet) -> bytes:
        from peerreview.reports.check_sheet_word import make_docx

        return make_docx(sheet)

    def check_sheet_pdf(self, sheet: CheckSheet) -> bytes:
        from peerreview.reports.check_sheet import make_pdf

        return make_pdf(sheet)

    def paper_pack(self, pack: PaperPack) -> bytes:
        from peerreview.reports.paper_pack import make_pack

        return make_pack(pack)

    def reading_sheet(self, sheet: ReadingSheet) -> bytes:
        from peerreview.reports.reading_sheet import make_sheet

        return make_sheet(sheet)

    def emergency_sheet(self, words: Sequence[str], name: str, made: date) -> bytes:
        from peerreview.reports.emergency import make_sheet

        return make_sheet(words, name, made)

    def joining_slips(self, slips: Sequence[Slip], made: date) -> bytes:
        from peerreview.reports.slips import make_slips

        return make_slips(slips, made)

    def leaflet_pdf(self, markdown: str, made: date) -> bytes:
        from peerreview.reports.leaflet import make_pdf

        return make_pdf(markdown, made)

    def leaflet_word(self, markdown: str, made: date) -> bytes:
        from peerreview.reports.leaflet import make_docx

        return make_docx(markdown, made)


class Papers:
    """Files from other hands, read for showing or for filling in: `peerreview.datasets` and the reader of `reports`."""

    def page_count(self, pdf: bytes) -> int:
        from peerreview.reports.papers import page_count

        return page_count(pdf)

    def page(self, pdf: bytes, number: int, dpi: int) -> PaperPage:
        from peerreview.reports.papers import page

        return page(pdf, number, dpi)

    def word(self, docx: bytes) -> PaperText:
        from peerreview.reports.papers import read_word

        return read_word(docx)

    def tables(self, xlsx: bytes) -> PaperText:
        from peerreview.datasets.tables import read_tables

        return read_tables(xlsx)

    def rows(self, source: Path) -> Rows:
        from peerreview.datasets.rows import read_rows

        return read_rows(source)

    def register(self, source: Path, urns: Collection[str], authority: str = "") -> Register:
        from peerreview.datasets.inspections import is_inspections, read_inspections
        from peerreview.datasets.register import read_register

        if is_inspections(source):
            return read_inspections(source, urns)
        return read_register(source, urns, authority)


class ProfileKeys:
    """The key of an open profile."""

    def __init__(self, folder: Path, holder: KeyHolder, store: Store, typing: TypingStore, key: bytes) -> None:
        self._folder, self._holder, self._store, self._typing, self._key = folder, holder, store, typing, key

    def write_kit(self, recipient: str) -> None:
        self._holder.write_kit(self._key, recipient)

    def rekey(self, *, phrase: str | None, recipient: str | None) -> None:
        from peerreview.persistence.keyholder import new_key
        from peerreview.persistence.rekeying import change_key

        key = new_key()
        change_key(self._folder, self._holder, self._store, self._typing, key, phrase=phrase, recipient=recipient)
        self._key = key


def read_photo(path: Path) -> Photo:
    """A photo as it was taken, reduced (`peerreview.datasets.photo`)."""
    from peerreview.datasets.photo import reduced

    return reduced(path)
