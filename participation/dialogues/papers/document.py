"""The decision paper as a Word document for the agenda: real headings, lists and tables, languages marked, no macros.

The same contents in the same language give the same bytes, so that two copies can be compared.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from participation import i18n
from participation.dialogues.papers.decision_paper import Items, Paper, Paragraph, Table
from participation.i18n import gettext
from participation.texts import Rendered, direction

_REGIONS = {"sv": "sv-SE", "sv-lattlast": "sv-SE", "en": "en-GB", "fi": "fi-FI", "ar": "ar-SA"}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def document(paper: Paper, proposed_at: datetime, municipality: str) -> bytes:
    """The paper in the present language as the bytes of a ``.docx``."""
    made = Document()
    _set_up(made, paper, proposed_at, municipality)
    _words(made.add_paragraph(style="Title"), paper.title)
    intro = gettext("Decision paper: proposal for a resident dialogue. Proposed on %(date)s.", date=paper.proposed_on)
    _words(made.add_paragraph(style="Subtitle"), _here(intro))
    for chapter in paper.chapters:
        _words(made.add_heading(level=1), _here(chapter.heading))
        for block in chapter.blocks:
            _write(made, block)
    return _same_bytes(made)


def _here(text: str) -> Rendered:
    return Rendered(text, i18n.current().code, False)


def _set_up(made: Any, paper: Paper, proposed_at: datetime, municipality: str) -> None:
    code = i18n.current().code
    properties = made.core_properties
    properties.title = paper.title.text
    properties.author = municipality
    properties.last_modified_by = municipality
    properties.language = _REGIONS.get(code, code)
    properties.subject = gettext("Decision paper")
    properties.comments = ""
    instant = proposed_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = instant
    properties.revision = 1
    for section in made.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
    made.styles["Normal"].font.size = Pt(11)
    defaults = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(_language(code))


def _language(code: str) -> Any:
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), _REGIONS.get(code, code))
    lang.set(qn("w:bidi"), _REGIONS.get(code, code))
    return lang


def _words(paragraph: Any, said: Rendered) -> None:
    """A text in its own language and direction; lines stay lines."""
    if said.dir == "rtl":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for number, line in enumerate(said.text.split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(_writable(line))
        if said.dir == "rtl":
            run.font.rtl = True
        if said.locale != i18n.current().code:
            run._r.get_or_add_rPr().append(_language(said.locale))


def _writable(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write."""
    return "".join(ch for ch in text if ch == "\t" or (ch >= " " and ch not in "\ufffe\uffff"))


def _write(made: Any, block: Paragraph | Items | Table) -> None:
    if isinstance(block, Paragraph):
        _words(made.add_paragraph(), block.text)
    elif isinstance(block, Items):
        for item in block.items:
            _words(made.add_paragraph(style="List Number" if block.numbered else "List Bullet"), item)
    elif block.rows:
        _table(made, block)


def _table(made: Any, block: Table) -> None:
    """A table whose first row is marked as headings, repeated on each page, and whose caption is its description."""
    table = made.add_table(rows=1, cols=len(block.headings), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    properties = table._tbl.tblPr
    if direction(i18n.current().code) == "rtl":
        # The schema wants it right after the style.
        properties.insert(1, OxmlElement("w:bidiVisual"))
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:firstColumn"), "1")
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), block.caption)
    properties.append(caption)
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, heading in zip(head.cells, block.headings, strict=True):
        _words(cell.paragraphs[0], _here(heading))
        for run in cell.paragraphs[0].runs:
            run.bold = True
    for row in block.rows:
        cells = table.add_row().cells
        for cell, said in zip(cells, row, strict=True):
            _words(cell.paragraphs[0], said)
    made.add_paragraph()


def _same_bytes(made: Any) -> bytes:
    """The file with no clock in it: its parts carry no time of their own."""
    written = io.BytesIO()
    made.save(written)
    again = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            target.writestr(part, source.read(name))
    return again.getvalue()
