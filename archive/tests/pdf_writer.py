"""A small writer of PDFs: text at given places in a font that is not embedded, so no binary is kept.

Every PDF reader knows the predefined font STSong-Light and its encoding UniGB-UCS2-H.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)


@dataclass(frozen=True, slots=True)
class Show:
    """A text shown once: `x`, `y` of its baseline from the page's upper left, `size` in points.

    `spacing` is added behind every character; it may be below zero.
    """

    text: str
    x: float
    y: float
    size: float
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its shows in the order of the content stream. `picture` lays an image over it.

    `bomb` draws a form that draws another twice, and so on: a thousand bytes, 2^28 times the last.
    """

    shows: list[Show]
    width: float
    height: float
    rotate: int = 0
    picture: bool = False
    bomb: bool = False
    crop: tuple[float, float, float, float] | None = None


def write_pdf(leaves: list[Leaf]) -> bytes:
    """The bytes of a PDF with these pages."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(leaves)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(leaves)}>>".encode(),
        FONT,
        _stream(b"\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
                "/BitsPerComponent 8"),
    ]  # fmt: skip
    for number, leaf in enumerate(leaves):
        first = 5 + 2 * len(leaves) if leaf.bomb else 4
        objects += [_page(leaf, 6 + 2 * number, first), _stream(_content(leaf))]
    if any(leaf.bomb for leaf in leaves):
        objects += _forms(len(objects) + 1)
    return _file(objects)


def _forms(first: int, levels: int = 28) -> list[bytes]:
    """Forms of which each draws the next one twice; the last draws a character."""
    kind = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<"
    inner = [
        _stream(b"/X1 Do /X1 Do", f"{kind}/XObject<</X1 {first + level} 0 R>>>>")
        for level in range(1, levels)
    ]
    return [*inner, _stream(b"BT /F1 1 Tf <4e00> Tj ET", f"{kind}/Font<</F1 3 0 R>>>>")]


def _page(leaf: Leaf, content: int, form: int) -> bytes:
    crop = f"/CropBox[{' '.join(map(str, leaf.crop))}]" if leaf.crop else ""
    return (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {leaf.width:.2f} {leaf.height:.2f}]{crop}"
        f"/Rotate {leaf.rotate}/Contents {content} 0 R"
        "/Resources<</Font<</F1 3 0 R>>/XObject<</I1 4 0 R"
        f"/X1 {form} 0 R>>>>>>"
    ).encode()


def _content(leaf: Leaf) -> bytes:
    rows = ["BT"]
    for show in leaf.shows:
        rows.append(f"/F1 {show.size:.2f} Tf {show.spacing:.3f} Tc")
        text = show.text.encode("utf-16-be").hex()
        rows.append(f"1 0 0 1 {show.x:.2f} {leaf.height - show.y:.2f} Tm <{text}> Tj")
    rows.append("ET")
    if leaf.picture:
        rows.append(f"q {leaf.width:.2f} 0 0 {leaf.height:.2f} 0 0 cm /I1 Do Q")
    if leaf.bomb:
        rows.append("/X1 Do")
    return "\n".join(rows).encode()


def _stream(data: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(data)
    head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n".encode()
    return head + packed + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    start = len(out)
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
