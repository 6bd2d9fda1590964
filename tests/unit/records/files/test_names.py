"""What a file is called."""

import pytest

from kernel.errors import Invalid
from records.files.names import LONGEST, FileName, read_name

#: One sign made of three, which hidden characters join.
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


class TestAName:
    @pytest.mark.parametrize(
        ("raw", "stem", "extension"),
        [
            ("notes.PDF", "notes", "pdf"),
            ("", "file", ""),
            ("   ", "file", ""),
            (r"C:\x", "x", ""),
            (r"C:\ward\notes.pdf", "notes", "pdf"),
            ("../../etc/passwd", "passwd", ""),
            ("folder/", "file", ""),
            ("CON", "_CON", ""),
            ("nul.pdf", "_nul", "pdf"),
            (".htaccess", "file", "htaccess"),
            ("a<b>:c?.pdf", "a-b--c-", "pdf"),
            ("notes.pdf.exe", "notes.pdf", "exe"),
            ("cafe\u0301.txt", "caf\u00e9", "txt"),
            (f"{FAMILY}.png", FAMILY, "png"),
        ],
    )
    def test_is_tidied_where_that_is_harmless(self, raw, stem, extension):
        assert read_name(raw) == FileName(stem, extension)

    def test_is_cut_where_it_is_long(self):
        named = read_name("n" * 300 + ".pdf")

        assert named == FileName("n" * LONGEST, "pdf")

    @pytest.mark.parametrize(
        "raw",
        [
            "a\0.pdf",
            "a\r\nb.pdf",
            'a".pdf',
            "a\u202efdp.exe",
            "a\u2066.pdf",
            "a\u2028b.pdf",
            "\ud800.pdf",
            "...",
            "..",
        ],
    )
    def test_that_misleads_is_refused(self, raw):
        with pytest.raises(Invalid) as refusal:
            read_name(raw)

        assert refusal.value.errors[0].pointer == "/file"
