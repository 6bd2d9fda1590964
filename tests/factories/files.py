"""Files as people and as attackers make them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

from records.files.judging import Judged, judge

TEXT = b"Twelve patients slept through the night."


def judged(content: bytes = TEXT, name: str = "notes.txt") -> Judged:
    """A file that was looked through."""
    return judge(content, raw_name=name)


def picture(kind: str = "PNG", *, size: tuple[int, int] = (12, 8), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def taken_at_home() -> Image.Exif:
    """What a telephone writes into a picture: which way up, and where."""
    told = Image.Exif()
    told[0x0112] = 6
    told[0x010E] = "Ward 7, bed 3"
    told[0x8825] = {1: "N", 2: (53.0, 48.0, 0.0)}
    return told


def chunk(name: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, *more: bytes) -> bytes:
    """A PNG that says it is of this size."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + body + chunk(b"IEND", b"")


_FONT = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
_PAGE = (
    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 3 0 R /Resources {_FONT} >>"
)


def pdf(*, pages: int = 1, count: int | None = None, text: str = "", more: str = "") -> bytes:
    """A small PDF written by hand. `more`: what else its catalogue says."""
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    shown = f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {more} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages if count is None else count} >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        *[_PAGE] * pages,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()


_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def office(kind: str = "docx", parts: Mapping[str, bytes] | None = None) -> bytes:
    """An Office file with these parts beside the least that makes it one."""
    main, content_type = _MAIN[kind]
    types = (
        f'<Types xmlns="{_TYPES}"><Override PartName="/{main}"'
        f' ContentType="{_OFFICE}.{content_type}"/></Types>'
    )
    return archive({"[Content_Types].xml": types.encode(), main: b"<document/>", **(parts or {})})


def archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return out.getvalue()


def relation(target: str, *, kind: str = "attachedTemplate") -> bytes:
    """A part that leads elsewhere."""
    return (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="r1" TargetMode="External"'
        f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}"/></Relationships>'
    ).encode()
