"""The fixed parts of an .xlsx file around its rows: book, styles, sheet frame, names."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONGEST_TITLE = 31

SHEET_END = (
    '</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'
)


class Styles:
    """Cell styles of one book, one per number format; ``header`` is bold."""

    def __init__(self) -> None:
        self._formats: list[str] = ["", "header"]
        self.header = 1

    def of(self, number_format: str) -> int:
        """The style's number for a number format ("" is the general one)."""
        if number_format not in self._formats:
            self._formats.append(number_format)
        return self._formats.index(number_format)

    def xml(self) -> str:
        """The styles part."""
        own = [each for each in self._formats[2:] if each != "@"]
        ids = {each: 164 + at for at, each in enumerate(own)} | {"@": 49}
        formats = "".join(f'<numFmt numFmtId="{ids[each]}" formatCode={quoteattr(each)}/>' for each in own)
        cells = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        cells += '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/>'
        cells += "".join(
            f'<xf numFmtId="{ids[each]}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
            for each in self._formats[2:]
        )
        return (
            f'{_XML}<styleSheet xmlns="{_MAIN}">'
            + (f'<numFmts count="{len(own)}">{formats}</numFmts>' if own else "")
            + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
            '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self._formats)}">{cells}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


def column_letters(at: int) -> str:
    """A column's letters, counted from 0: A, B, … Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_title(title: str, taken: Sequence[str]) -> str:
    """A sheet name Excel accepts and that no other sheet has, whatever the case of its letters."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'")[:_LONGEST_TITLE] or "Sheet"
    others = {each.casefold() for each in taken}
    name, number = plain, 1
    while name.casefold() in others:
        number += 1
        ending = f" ({number})"
        name = plain[: _LONGEST_TITLE - len(ending)] + ending
    return name


def sheet_start(widths: Sequence[float], styles: Sequence[int]) -> str:
    """Everything of a sheet before its rows: frozen header and columns."""
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width:g}" style="{style}" customWidth="1"/>'
        for at, (width, style) in enumerate(zip(widths, styles, strict=True), 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{f"<cols>{columns}</cols>" if columns else ""}<sheetData>'
    )


def write_book(archive: zipfile.ZipFile, titles: Sequence[str], styles: Styles) -> None:
    """Write all parts but the sheets; ``titles`` are the names of sheet1.xml, sheet2.xml and so on."""
    numbers = range(1, len(titles) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for at in numbers
    )
    archive.writestr(
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{overrides}</Types>',
    )
    archive.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.xml")]))
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in numbers] + [("styles", "styles.xml")]
    archive.writestr("xl/_rels/workbook.xml.rels", _links(targets))
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{at}" r:id="rId{at}"/>' for at, title in enumerate(titles, 1)
    )
    archive.writestr(
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>",
    )
    archive.writestr("xl/styles.xml", styles.xml())


def _links(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{escape(target)}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
