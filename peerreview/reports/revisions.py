"""Whether a report may be signed on: every signature holds, and nothing came after the first but other signatures.

`verify_pdf` asks pyHanko's difference policy, which walks every object of every revision and takes longer than signing.
Before signing, three cheaper answers say as much of a report that was signed and nothing else: digest and signature
over each ByteRange hold; the last ByteRange ends with the file, so nobody has touched it since; and no revision after
the first signature replaces or frees an object that was there, save what signing touches: both sets of metadata, and a
box that was empty, of which only value and look may be new. A PDF is read from its trailer through its catalogue (ISO
32000-1 §7.5.8, §7.7.2): where these two are the same, what was added is reached through such a box or not at all. A
file that fails only the third is not refused for it; then the policy decides, as it does for the verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .verifying import holds

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

_FILLED = ("/V", "/AP")  # a signature field's value and its look


def only_signed(reader: PdfFileReader) -> bool:
    """Whether a signed file is as its signers left it."""
    *earlier, last = reader.embedded_signatures
    if not (holds(last, to_the_end=True) and all(map(holds, earlier))):
        return False
    first = (earlier or [last])[0].signed_revision
    return _nothing_else(reader, first) or all(holds(one, compared=True) for one in earlier)


def _nothing_else(reader: PdfFileReader, signed: int) -> bool:
    """Whether every revision after `signed` is plainly a signature and no more."""
    try:
        return all(_fills_a_box(reader, revision) for revision in range(signed + 1, reader.total_revisions))
    except Exception:  # whatever a hostile file makes the parser raise, it is not plain
        return False


def _fills_a_box(reader: PdfFileReader, revision: int) -> bool:
    before, after = (reader.get_historical_resolver(each) for each in (revision - 1, revision))
    if before.root_ref != after.root_ref or before.root != after.root or reader.xrefs.refs_freed_in_revision(revision):
        return False
    metadata = [before.trailer_view.raw_get("/Info"), before.root.raw_get("/Metadata")]
    touched = {before.root_ref, *(each.reference for each in metadata)}
    boxes = {field.reference for field in before.root["/AcroForm"]["/Fields"]}
    return all(
        reference in boxes and _filled(before(reference), after(reference))
        for reference in reader.xrefs.explicit_refs_in_revision(revision) - touched
        if reader.xrefs.get_introducing_revision(reference) < revision
    )


def _filled(empty: Any, full: Any) -> bool:
    """Whether `full` is the signature field `empty` with a value and a look, and nothing else about it new."""
    return "/V" not in empty and _rest(empty) == _rest(full)


def _rest(field: Any) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key not in _FILLED}
