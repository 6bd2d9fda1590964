"""Whether a file is taken, and as what."""

import io
import zlib

import pytest
from openpyxl import Workbook
from PIL import Image

from kernel.errors import Invalid, TooLarge, WrongKind
from records.files.contents import pdf_reader
from records.files.judging import EICAR, judge, words_of
from records.files.kinds import MOST_FRAMES, MOST_MEMBERS, MOST_ROWS
from tests.factories import files as make


def refused(content, name, declared="", *, by=WrongKind):
    with pytest.raises(by) as refusal:
        judge(content, raw_name=name, declared=declared)
    return refusal.value.sentence


class TestKinds:
    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (make.pdf(), "a.pdf", "pdf"),
            (make.picture("PNG"), "a.png", "png"),
            (make.picture("JPEG"), "a.jpeg", "jpeg"),
            (make.picture("GIF"), "a.gif", "gif"),
            (make.picture("WEBP"), "a.webp", "webp"),
            (make.office("docx"), "a.docx", "docx"),
            (make.office("xlsx"), "a.xlsx", "xlsx"),
            (make.office("pptx"), "a.pptx", "pptx"),
            (
                make.archive(
                    {
                        "mimetype": b"application/vnd.oasis.opendocument.text",
                        "content.xml": b"<text/>",
                    }
                ),
                "a.odt",
                "odt",
            ),
            (make.TEXT, "a.txt", "txt"),
            (b"day,slept\n1,12\n", "a.csv", "csv"),
        ],
    )
    def test_are_known_by_content_and_name(self, content, name, code):
        found = judge(content, raw_name=name)

        assert (found.kind.code, found.name) == (code, name)

    def test_of_a_nameless_file_are_known_by_its_content(self):
        assert judge(make.pdf(), raw_name="").name == "file.pdf"
        assert judge(make.TEXT, raw_name="CON").name == "_CON.txt"
        assert judge(b"a,b", raw_name="", declared="text/csv").name == "file.csv"

    def test_are_what_windows_calls_them(self):
        assert judge(b"a,b", raw_name="a.csv", declared="application/vnd.ms-excel")

    @pytest.mark.parametrize(
        "name", ["a.exe", "a.html", "a.svg", "a.js", "a.docm", "a.xlsm", "a.pdf.exe", ".htaccess"]
    )
    def test_that_are_not_listed_are_refused(self, name):
        assert refused(make.pdf(), name).startswith("File type not accepted.")

    def test_must_agree_with_the_content(self):
        assert "its content is: Plain text" in refused(b"Hello", "a.pdf")
        assert "its content is: PNG picture" in refused(make.picture(), "a.jpg")
        assert refused(b"<!DOCTYPE html><p>", "a.pdf").startswith("File type not accepted.")
        assert refused(b"II*\x00" + b"\x00" * 40, "a.png").startswith("File type not accepted.")

    def test_must_agree_with_what_the_sender_says(self):
        assert "It was sent as text/html" in refused(make.pdf(), "a.pdf", "text/html")

    @pytest.mark.parametrize("content", [b"a\0b", b"<script>", b"\xef\xbb\xbf<svg>", b"#!/bin/sh"])
    def test_of_text_hold_no_program(self, content):
        refused(content, "a.txt")

    def test_of_text_may_be_what_windows_writes(self):
        assert words_of("café".encode("cp1252"), "txt") == "café"

    def test_need_some_content(self):
        with pytest.raises(Invalid):
            judge(b"", raw_name="a.pdf")

    def test_know_the_file_by_which_scanners_are_tried(self):
        assert "failed the virus check" in refused(EICAR, "a.txt")


class TestADifferentName:
    def test_keeps_the_extension(self):
        assert judge(make.pdf(), raw_name="x.pdf", called="Night care").name == "Night care.pdf"
        assert judge(make.pdf(), raw_name="x.pdf", called="Care.pdf").name == "Care.pdf"
        assert judge(make.pdf(), raw_name="x.pdf", called="Care.v2").name == "Care.v2.pdf"


class TestPictures:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
    def test_tell_nobody_where_they_were_taken(self, kind):
        content = make.picture(kind, exif=make.taken_at_home())
        assert b"Ward 7" in content

        clean = judge(content, raw_name=f"a.{kind.lower()}").content

        assert b"Ward 7" not in clean
        assert b"GPS" not in clean

    def test_stay_the_right_way_up(self):
        content = make.picture("JPEG", exif=make.taken_at_home())

        clean = judge(content, raw_name="a.jpg").content

        told = Image.open(io.BytesIO(clean)).getexif()
        assert dict(told) == {0x0112: 6}

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_without_anything_to_hide_stay_as_they_are(self, kind):
        content = make.picture(kind)

        assert judge(content, raw_name=f"a.{kind.lower()}").content == content

    def test_have_so_many_pixels_at_most(self):
        assert "50 million pixels" in refused(make.png_of(100_000, 100_000), "a.png", by=TooLarge)

    def test_move_for_so_long_at_most(self):
        frames = [Image.new("L", (1, 1), number % 255) for number in range(MOST_FRAMES + 1)]
        out = io.BytesIO()
        frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

        assert f"{MOST_FRAMES} frames" in refused(out.getvalue(), "a.gif", by=TooLarge)

    def test_have_colours_that_do_not_blow_up(self):

        bomb = make.chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 20_000_000))

        assert "colour profile" in refused(make.png_of(1, 1, bomb), "a.png", by=TooLarge)

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
    def test_have_nothing_behind_their_end(self, kind):
        jar = make.picture(kind) + make.archive({"Evil.class": b"x"})

        assert "another file behind" in refused(jar, f"a.{kind.lower()}")
        refused(make.picture(kind) + b"<html><script>", f"a.{kind.lower()}")

    def test_of_telephones_lose_the_film_behind_them(self):
        content = make.picture("JPEG")

        clean = judge(content + b"\0\0\0\x18ftypmp42" + b"\1" * 400, raw_name="a.jpg").content

        assert clean == judge(content, raw_name="a.jpg").content

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
    def test_that_are_cut_off_are_damaged(self, kind):
        content = make.picture(kind, size=(60, 60))

        assert "damaged" in refused(content[: len(content) // 2], f"a.{kind.lower()}")


LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (a) /U (b) /P 1 >> /Root"


class TestPdf:
    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (make.pdf(), ""),
            (make.pdf(more="/OpenAction << /S /JavaScript /JS (app.alert) >>"), "script"),
            (make.pdf(more="/OpenAction << /S /Java#53cript /J#53 (app.alert) >>"), "script"),
            (make.pdf(more="/AA << /O << /S /Rendition >> >>"), "script"),
            (make.pdf(more="/OpenAction << /S /Launch /F (cmd) >>"), "opens"),
            (make.pdf(more="/Names << /EmbeddedFiles << >> >>"), "files"),
            (make.pdf(more="/AcroForm << /XFA () >>"), "form"),
            (make.pdf().replace(b"/Root", LOCK), "encrypted"),
            (make.pdf().replace(b"1.4\n", b"1.4\n<html><script>"), "two_in_one"),
            (make.pdf() + b"<html>", "two_in_one"),
            (make.pdf(count=1_000_000), "pages"),
            (make.pdf(pages=2_100), "pages"),
            (b"%PDF-1.4\nnothing\n%%EOF", "damaged"),
            (b"%PDF-1.4\nnothing", "damaged"),
        ],
    )
    def test_that_does_something_is_known(self, content, why):
        assert pdf_reader.problem_of(content) == why

    def test_is_looked_through_in_a_process_of_its_own(self):
        scripted = make.pdf(more="/OpenAction << /S /JavaScript /JS (app.alert) >>")

        assert "It has a script." in refused(scripted, "a.pdf")
        assert "2,000 pages" in refused(make.pdf(count=1_000_000), "a.pdf", by=TooLarge)
        assert "another file" in refused(make.pdf() + make.archive({"a": b"b"}), "a.pdf")

    def test_is_found_by_its_text(self):
        assert "Quiet bins" in words_of(make.pdf(text="Quiet bins"), "pdf")


TEMPLATE = make.relation("http://x.example/t")
DRIVE = make.relation("file:///c", kind="hyperlink")


class TestOfficeFiles:
    @pytest.mark.parametrize(
        ("kind", "parts", "why"),
        [
            ("docx", {"word/vbaProject.bin": b"x"}, "macros"),
            ("docx", {"word/_rels/a.xml.rels": TEMPLATE}, "elsewhere"),
            ("docx", {"word/_rels/d.xml.rels": DRIVE}, "elsewhere"),
            ("docx", {"word/a.xml": b"<p><instrText> DDEAUTO c:\\\\cmd </instrText></p>"}, "DDE"),
            ("docx", {"word/embeddings/a.bin": make.archive({"a": b"b"})}, "another file"),
            ("docx", {"word/embeddings/a.exe": b"MZ"}, "another file"),
            ("xlsx", {"xl/externalLinks/externalLink1.xml": b"<a/>"}, "other files"),
            ("xlsx", {"xl/worksheets/sheet1.xml": b"<s><f>cmd|' /c calc'!A0</f></s>"}, "DDE"),
            ("xlsx", {"xl/a.xml": b"<ddeLink/>"}, "DDE"),
            (
                "xlsx",
                {"xl/a.xml": b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'},
                "damaged",
            ),
            ("docx", {"../../evil.xml": b"<a/>"}, "outside"),
            ("docx", {"/evil.xml": b"<a/>"}, "outside"),
            ("docx", {"word/broken.xml": b"<a>"}, "damaged"),
        ],
    )
    def test_that_do_something_are_refused(self, kind, parts, why):
        assert why in refused(make.office(kind, parts), f"a.{kind}")

    @pytest.mark.parametrize(
        ("kind", "parts", "limit"),
        [
            ("docx", {"word/a.bin": b"\0" * 3_000_000}, "100 times"),
            ("docx", {f"word/{number}.txt": b"" for number in range(MOST_MEMBERS)}, "parts"),
            (
                "xlsx",
                {"xl/worksheets/sheet1.xml": b"<s>" + b"<row/>" * (MOST_ROWS + 1) + b"</s>"},
                "100,000 rows",
            ),
            ("docx", {"word/a.zip": make.archive({"b": b"\0" * 3_000_000})}, "100 times"),
        ],
    )
    def test_that_blow_up_are_too_large(self, kind, parts, limit):
        assert limit in refused(make.office(kind, parts), f"a.{kind}", by=TooLarge)

    def test_with_a_wrong_checksum_are_damaged(self):
        content = bytearray(make.office("docx", {"word/long.xml": b"<a>" + b"x" * 50 + b"</a>"}))
        place = content.index(b"PK\x01\x02")
        content[place + 16] ^= 1

        assert "damaged" in refused(bytes(content), "a.docx")

    def test_may_link_to_pages(self):
        link = make.relation("https://www.england.nhs.uk/", kind="hyperlink")

        assert judge(make.office("docx", {"word/_rels/d.xml.rels": link}), raw_name="a.docx")

    def test_of_real_programmes_are_taken(self):
        book = Workbook()
        book.active["A1"] = "Falls"
        book.active["A2"] = "=SUM(B1:B9)"
        out = io.BytesIO()
        book.save(out)

        assert judge(out.getvalue(), raw_name="a.xlsx").content == out.getvalue()
        assert "Falls" in words_of(out.getvalue(), "xlsx")

    def test_are_found_by_their_text(self):
        body = b"<document><p><t>Quiet </t><t>bins</t></p></document>"

        assert words_of(make.office("docx", {"word/header1.xml": body}), "docx") == "Quiet bins\n"
