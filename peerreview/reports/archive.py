"""From drawn pages to an archival, accessible file: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).

pikepdf adds what ReportLab's open edition cannot: structure tree and parent tree, XMP metadata, the sRGB output intent,
the associated file with the report's data, and the empty signature fields. All of it stands before the first signature,
and nothing here may touch a file after it. The same pages and facts give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .tagging import Element, Mark

ATTACHMENT = "report.json"
PRODUCER = "Peer Review"


@dataclass(frozen=True)
class Facts:
    """What the file says of itself: title, author, language (BCP 47) and the day it was made."""

    title: str
    author: str
    language: str
    made: date


@dataclass(frozen=True)
class Signatory:
    """Somebody whose signature is expected: the field's name, and who they are."""

    field: str
    name: str
    role: str


def finish(
    pages: bytes,
    root: Element,
    facts: Facts,
    *,
    data: bytes | None = None,
    signatories: Sequence[Signatory] = (),
) -> bytes:
    """The finished file. `data` becomes the associated file `report.json`; each signatory gets an empty field.

    The place of a field is that of the element in the tree that names it; its look while it is empty is drawn on one of
    the last pages, a page for each signatory, which leave the file.
    """
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        widgets = _signature_fields(pdf, root, signatories) if signatories else {}
        _structure(pdf, root, widgets)
        _describe(pdf, facts, sha256(pages + (data or b"")).digest())
        if data is not None:
            _associate(pdf, data, facts)
        finished = io.BytesIO()
        # no object streams: pyHanko would unpack one for every object of the structure tree, and verify half as fast
        pdf.save(
            finished, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True
        )
    return finished.getvalue()


def _signature_fields(pdf: pikepdf.Pdf, root: Element, signatories: Sequence[Signatory]) -> dict[str, pikepdf.Object]:
    """An empty signature field for each signatory, by name; who is expected to sign is kept in the field itself."""
    places = {element.field: element.box for element in root.walk() if element.field and element.box}
    widgets: dict[str, pikepdf.Object] = {}
    appearances = [page.as_form_xobject() for page in pdf.pages[-len(signatories) :]]
    del pdf.pages[-len(signatories) :]
    for signatory, appearance in zip(signatories, appearances, strict=True):
        page_number, box = places[signatory.field]
        page = pdf.pages[page_number]
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(signatory.field),
                TU=String(f"Signature of {signatory.name}, {signatory.role}"), F=132, P=page.obj,
                Rect=Array([round(number, 2) for number in box]), AP=Dictionary(N=appearance),
                PeerReview=Dictionary(Name=String(signatory.name), Role=String(signatory.role)),
            )
        )  # fmt: skip
        if Name.Annots not in page:
            page.Annots = Array()
        page.Annots.append(widget)
        widgets[signatory.field] = widget
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(widgets.values()), SigFlags=3))
    return widgets


def _structure(pdf: pikepdf.Pdf, root: Element, widgets: dict[str, pikepdf.Object]) -> None:
    """Write the structure tree and the parent tree that leads back from each mark (ISO 32000-1 §14.7)."""
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    pages = list(pdf.pages)
    marked: list[dict[int, pikepdf.Object]] = [{} for _ in pages]
    forms: list[pikepdf.Object] = []

    def build(element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        node = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent))
        if element.alternate:
            node.Alt = String(element.alternate)
        if attributes := _attributes(element):
            node.A = attributes
        kids = Array()
        for kid in element.kids:
            if isinstance(kid, Mark):
                marked[kid.page][kid.number] = node
                kids.append(Dictionary(Type=Name.MCR, Pg=pages[kid.page].obj, MCID=kid.number))
            else:
                kids.append(build(kid, node))
        if element.field:
            widget = widgets[element.field]
            widget.StructParent = len(pages) + len(forms)
            forms.append(node)
            # the reference itself and no array: pyHanko's difference policy knows a signed form only by Form.K.Obj
            node.K = Dictionary(Type=Name.OBJR, Obj=widget, Pg=widget.P)
        elif len(kids):
            node.K = kids
        return node

    tree.K = Array([build(root, tree)])
    numbers: Any = Array()
    for index, page in enumerate(pages):
        page.StructParents = index
        page.Tabs = Name.S
        numbers.extend([index, pdf.make_indirect(Array([marked[index][mark] for mark in sorted(marked[index])]))])
    for index, node in enumerate(forms, len(pages)):
        numbers.extend([index, node])
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(pages) + len(forms)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _attributes(element: Element) -> pikepdf.Object | None:
    """A structure element's attribute object: table, list or layout (ISO 32000-1 §14.8.5)."""
    if element.scope or element.columns > 1:
        table = Dictionary(O=Name.Table)
        if element.scope:
            table.Scope = Name(f"/{element.scope}")
        if element.columns > 1:
            table.ColSpan = element.columns
        return table
    if element.role == "L":
        return Dictionary(O=Name.List, ListNumbering=Name.Decimal if element.ordered else Name.Disc)
    if element.box and not element.field:
        box = Array([round(number, 2) for number in element.box[1]])
        return Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box)
    return None


def _describe(pdf: pikepdf.Pdf, facts: Facts, digest: bytes) -> None:
    """Document information, XMP (ISO 16684-1), language, and the output intent of ISO 19005-3 §6.2.3."""
    catalogue = pdf.Root
    catalogue.Lang = String(facts.language)
    catalogue.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    profile = pdf.make_stream(_srgb(), N=3, Alternate=Name.DeviceRGB)
    sort = String("sRGB IEC61966-2.1")
    catalogue.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=sort, Info=sort,
                DestOutputProfile=profile,
            )
        ]
    )  # fmt: skip
    moment = f"D:{facts.made:%Y%m%d}000000+00'00'"
    information = pdf.docinfo
    for key in list(information.keys()):
        del information[key]
    information.Title, information.Author = facts.title, facts.author
    information.Creator = information.Producer = PRODUCER
    information.CreationDate = information.ModDate = moment
    xmp = _XMP.format(
        title=escape(facts.title), author=escape(facts.author), language=escape(facts.language),
        moment=f"{facts.made:%Y-%m-%d}T00:00:00+00:00", producer=PRODUCER, id=UUID(bytes=digest[:16], version=5),
    )  # fmt: skip
    catalogue.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _associate(pdf: pikepdf.Pdf, data: bytes, facts: Facts) -> None:
    """Attach the report's data as an associated file of the document (ISO 19005-3 §6.8, relationship Data)."""
    moment = f"D:{facts.made:%Y%m%d}000000Z"
    specification = pikepdf.AttachedFileSpec(
        pdf, data, filename=ATTACHMENT, mime_type="application/json", description="The same report as data",
        creation_date=moment, mod_date=moment, relationship=Name.Data,  # type: ignore[call-arg]
    )  # fmt: skip
    pdf.attachments[ATTACHMENT] = specification
    pdf.Root.AF = Array([specification.obj])


@cache
def _srgb() -> bytes:
    """The sRGB profile, without the moment of its making (bytes 24 to 35 of the header, ICC.1 §7.2)."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes((7, 0xE8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 1 January 2024, 00:00:00
    return bytes(profile)


# The extension schema tells a PDF/A reader what pdfuaid:part is (ISO 19005-3 §6.6.2.3).
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language><dc:format>application/pdf</dc:format>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
<xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part number</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
