"""Pictures: walked through part by part, so that nothing hides behind them or blows up, and freed
of what tells where, when and by whom they were taken.
"""

from __future__ import annotations

import io
import re
import struct
import zlib

from PIL import Image

from records.files import refusals
from records.files.kinds import MOST_FRAMES, MOST_PIXELS

# Our own limit is asked right after a picture is opened, before anything of it is decoded.
Image.MAX_IMAGE_PIXELS = None

_LARGEST_PROFILE = 4 * 1024 * 1024  # bytes of a colour profile
_ORIENTATION = 0x0112
_FORMATS = {"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}


def check(content: bytes, code: str) -> bytes:
    """The picture without what it tells besides.

    Raises:
        WrongKind: damaged, or something hangs on to it. TooLarge: too many pixels or frames.
    """
    try:
        clean = _WALKS[code](content)
    except (IndexError, struct.error, ValueError, zlib.error):
        raise refusals.damaged() from None
    _decodes(clean, code)
    return clean


def words(content: bytes, code: str) -> str:
    return ""


def _decodes(content: bytes, code: str) -> None:
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[code]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise refusals.unpacks("50 million pixels")
            image.verify()
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):
        raise refusals.damaged() from None


def _refuse_frames(count: int) -> None:
    if count > MOST_FRAMES:
        raise refusals.unpacks(f"{MOST_FRAMES} frames")


def _refuse_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise refusals.unpacks("50 million pixels")


_PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"),
    *(b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"),
}


def _png(content: bytes) -> bytes:
    kept = [content[:8]]
    at, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack(">I4s", content[at : at + 8])
        chunk = content[at : at + 12 + length]
        body = chunk[8:-4]
        if len(chunk) != 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise refusals.damaged()
        _look_at_chunk(name, body)
        if name in _PNG_KEPT:
            kept.append(chunk)
        at += len(chunk)
    if content[at:].strip(b"\x00"):
        raise refusals.two_in_one()
    return b"".join(kept)


def _look_at_chunk(name: bytes, body: bytes) -> None:
    if name == b"IHDR":
        _refuse_size(*struct.unpack(">II", body[:8]))
    elif name == b"acTL":
        _refuse_frames(struct.unpack(">I", body[:4])[0])
    elif name == b"iCCP":
        packed = body.partition(b"\x00")[2][1:]
        if len(zlib.decompressobj().decompress(packed, _LARGEST_PROFILE + 1)) > _LARGEST_PROFILE:
            raise refusals.unpacks("4 MB for a colour profile")


#: A marker that is neither part of coded pixels nor filling.
_FOREIGN = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])")
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_APP0, _EXIF, _ADOBE, _COMMENT = 0xE0, 0xE1, 0xEE, 0xFE


def _jpeg(content: bytes) -> bytes:
    """Segments up to the end of the picture; what phones hang on behind it is left away."""
    kept = [content[:2]]
    at, turned = 2, _turned(content)
    if turned:
        kept.append(turned)
    while True:
        marker, at = _marker(content, at)
        if marker == 0xD9:
            break
        if marker in _ALONE:
            continue
        end = at + struct.unpack(">H", content[at : at + 2])[0]
        if end > len(content) or end < at + 2:
            raise refusals.damaged()
        if marker in _SIZES:
            height, width = struct.unpack(">HH", content[at + 3 : at + 7])
            _refuse_size(width, height)
        if marker == 0xDA:
            end = _scan_end(content, end)
        if not (0xE1 <= marker <= 0xEF and marker != _ADOBE) and marker != _COMMENT:
            kept.append(bytes((0xFF, marker)) + content[at:end])
        at = end
    _refuse_page(content[at : at + 4096])
    return b"".join([*kept, b"\xff\xd9"])


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker that stands here, and where its segment begins."""
    if content[at] != 0xFF:
        raise refusals.damaged()
    while content[at] == 0xFF:
        at += 1
    return content[at], at + 1


def _scan_end(content: bytes, at: int) -> int:
    """Where coded pixels end: at a marker that is none of theirs."""
    found = _FOREIGN.search(content, at)
    if found is None or found.end() == len(content):
        raise refusals.damaged()
    return found.start()


def _turned(content: bytes) -> bytes:
    """A segment that says which way up the picture is, and nothing else."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            turn = image.getexif().get(_ORIENTATION)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):
        raise refusals.damaged() from None
    if turn not in range(2, 9):
        return b""
    told = Image.Exif()
    told[_ORIENTATION] = turn
    body = told.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _refuse_page(behind: bytes) -> None:
    if any(word in behind.lower() for word in (b"<html", b"<script", b"<?php", b"<svg")):
        raise refusals.two_in_one()


def _gif(content: bytes) -> bytes:
    at = 13 + _colours(content[10])
    kept, frames = [content[:at]], 0
    _refuse_size(*struct.unpack("<HH", content[6:10]))
    while content[at] != 0x3B:
        start, is_comment = at, content[at : at + 2] == b"\x21\xfe"
        if content[at] == 0x21:
            at += 2
        elif content[at] == 0x2C:
            frames += 1
            _refuse_frames(frames)
            at += 10 + _colours(content[at + 9]) + 1
        else:
            raise refusals.damaged()
        while length := content[at]:
            at += length + 1
        at += 1
        if not is_comment:
            kept.append(content[start:at])
    if content[at + 1 :].strip(b"\x00"):
        raise refusals.two_in_one()
    return b"".join([*kept, b"\x3b"])


def _colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


_WEBP_DROPPED = {b"EXIF": 0x08, b"XMP ": 0x04}


def _webp(content: bytes) -> bytes:
    """As it is, unless it tells of its making."""
    size = struct.unpack("<I", content[4:8])[0] + 8
    if size > len(content):
        raise refusals.damaged()
    if content[size:].strip(b"\x00"):
        raise refusals.two_in_one()
    kept, frames, dropped, at = [], 0, 0, 12
    while at < size:
        name, length = struct.unpack("<4sI", content[at : at + 8])
        end = at + 8 + length + length % 2
        if end > size + 1:
            raise refusals.damaged()
        if name == b"ICCP" and length > _LARGEST_PROFILE:
            raise refusals.unpacks("4 MB for a colour profile")
        frames += name == b"ANMF"
        dropped |= _WEBP_DROPPED.get(name, 0)
        if name not in _WEBP_DROPPED:
            kept.append(content[at:end])
        at = end
    _refuse_frames(frames)
    return _rewritten(kept, dropped) if dropped else content


def _rewritten(chunks: list[bytes], dropped: int) -> bytes:
    first = chunks[0]
    if first[:4] == b"VP8X":
        chunks[0] = first[:8] + bytes((first[8] & ~dropped,)) + first[9:]
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_WALKS = {"png": _png, "jpeg": _jpeg, "gif": _gif, "webp": _webp}
