"""Real spreadsheets for tests: .xlsx, .xls and .ods, sound and unsound."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import xlwt
from xlsxwriter import Workbook

Value = str | float | bool | None
ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:automatic-styles><style:style style:name="hidden" style:family="table">
<style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>{more}</manifest:manifest>"""


def xlsx(rows: Sequence[Sequence[Value]], sheet: str = "Bảng") -> bytes:
    """Return an .xlsx of one sheet; a text that begins with "=" is a formula."""
    packed = io.BytesIO()
    with Workbook(packed) as book:
        page = book.add_worksheet(sheet)
        for row, values in enumerate(rows):
            page.write_row(row, 0, values)
    return packed.getvalue()


def xls(rows: Sequence[Sequence[Value]], sheet: str = "Bảng") -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet(sheet)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            page.write(row, column, value)
    return saved(book)


def saved(book: xlwt.Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def ods(rows: Sequence[Sequence[Value]], sheet: str = "Bảng") -> bytes:
    cells = ["".join(map(ods_cell, values)) for values in rows]
    return ods_of(ods_table("".join(f"<table:table-row>{row}</table:table-row>" for row in cells), sheet))


def ods_of(tables: str, manifest: str = "") -> bytes:
    """Return an .ods whose body is the XML in `tables`."""
    return zipped(
        {
            "mimetype": ODS_MIME,
            "content.xml": _CONTENT.format(tables=tables),
            "META-INF/manifest.xml": _MANIFEST.format(mime=ODS_MIME, more=manifest),
        }
    )


def ods_table(rows: str, sheet: str = "Bảng", style: str = "") -> str:
    return f'<table:table table:name="{sheet}" table:style-name="{style}">{rows}</table:table>'


def ods_cell(value: Value, attributes: str = "") -> str:
    if value is None:
        return f"<table:table-cell {attributes}/>"
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, float | int):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {attributes}><text:p>{value}</text:p></table:table-cell>"


def zipped(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zipped file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, changes: Mapping[str, str | bytes]) -> bytes:
    """Return the zipped file with some members replaced or added."""
    return zipped({**members(data), **changes})


def xlsx_of(sheet_data: str, before: str = "") -> bytes:
    """Return an .xlsx whose one sheet has the rows in `sheet_data`, as XML."""
    sheet = (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{sheet_data}</sheetData></worksheet>"
    )
    return changed(xlsx([["chữ dùng chung"]]), {"xl/worksheets/sheet1.xml": sheet})


def encrypted_xlsx() -> bytes:
    """Return an OLE container with an encrypted package, as Excel writes an .xlsx under a password."""
    data = bytearray(xls([["x"]]))
    entry = data.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage\0".encode("utf-16-le")
    data[entry : entry + len(name)] = name
    data[entry + 64 : entry + 66] = len(name).to_bytes(2, "little")
    return bytes(data)


def encrypted_xls() -> bytes:
    """Return an .xls whose first record behind its beginning says FILEPASS (in place of INTERFACEHDR)."""
    data = xls([["x"]])
    interface, file_pass = b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00"
    assert data.index(interface) == data.index(b"\x09\x08\x10\x00") + 20
    return data.replace(interface, file_pass, 1)
