"""Forms with a file, read with limits."""

import io

import pytest

from kernel.errors import Invalid, TooLarge
from kernel.uploads import DRAINED, MOST_TEXT, read_form

TYPE = "multipart/form-data; boundary=xx"


def body(*parts, end="--xx--\r\n"):
    before = "--xx\r\nContent-Disposition: form-data; "
    return ("".join(f"{before}{head}\r\n\r\n{text}\r\n" for head, text in parts) + end).encode()


@pytest.fixture
def read():
    """Read a form; its files are closed afterwards, as the request does it."""
    forms = []

    def read(content, *, most=1000, length="own", content_type=TYPE):
        own = len(content) if length == "own" else length
        form, _ = read_form(io.BytesIO(content), content_type=content_type, length=own, most=most)
        forms.append(form)
        return form

    yield read
    for form in forms:
        for _, file in form.files:
            file.close()


FILE = ('name="file"; filename="a.txt"\r\nContent-Type: text/plain', "Hello")


class TestAForm:
    def test_is_read_with_its_fields_and_its_file(self, read):
        form = read(body(('name="kind"', "project"), FILE))

        form.check()
        [(name, file)] = form.files
        assert form.fields == [("kind", "project")]
        assert (name, file.raw_name, file.content_type, file.size) == (
            "file",
            "a.txt",
            "text/plain",
            5,
        )
        assert file.read() == b"Hello"

    def test_is_read_without_its_length(self, read):
        assert read(body(FILE), length=None).files[0][1].size == 5

    def test_with_a_file_of_some_size_keeps_it_on_disk(self, read):
        long = "x" * 3_000_000

        file = read(body(('name="file"; filename="a.txt"', long)), most=4_000_000).files[0][1]

        assert file.read() == long.encode()
        assert not isinstance(file.file, io.BytesIO)

    def test_keeps_the_name_of_a_file_as_it_was_sent(self, read):
        form = read(body(('name="file"; filename="C:\\\\x\\\\\u202e.pdf"', "x")))

        assert form.files[0][1].raw_name == "C:\\x\\\u202e.pdf"

    def test_knows_a_file_without_a_name(self, read):
        assert read(body(('name="file"; filename=""', "x"))).files[0][1].raw_name == ""

    def test_that_was_cut_off_is_not_taken(self, read):
        whole = body(FILE)
        for content, length in ((whole[:-30], len(whole)), (whole[:-9], None)):
            with pytest.raises(Invalid) as refusal:
                read(content, length=length).check()
            assert refusal.value.errors[0].code == "cut"

    def test_of_too_large_a_file_is_read_to_its_end_and_not_kept(self, read):
        large = ('name="file"; filename="a.txt"', "x" * 1001)

        form = read(body(large, ('name="after"', "kept")))

        assert isinstance(form.problem, TooLarge)
        assert form.files == []
        assert form.fields == [("after", "kept")]

    def test_that_never_ends_is_left(self):
        class Endless:
            taken = 0

            def read(self, size, /):
                begins = b"" if self.taken else body(FILE, end="")[:-7]
                self.taken += size
                return begins + b"x" * (size - len(begins))

        source = Endless()
        form, _ = read_form(source, content_type=TYPE, length=None, most=1000)

        assert isinstance(form.problem, TooLarge)
        assert source.taken < 1000 + MOST_TEXT + DRAINED + 1_000_000

    def test_of_very_many_parts_is_too_large(self, read):
        form = read(body(*[(f'name="n{number}"', "x") for number in range(10_000)]))

        assert isinstance(form.problem, TooLarge)

    def test_with_two_of_a_name_is_refused(self, read):
        with pytest.raises(Invalid) as refusal:
            read(body(FILE, FILE)).check()

        assert refusal.value.errors[0].pointer == "/file"

    @pytest.mark.parametrize(
        "kind",
        ["text/plain", "multipart/form-data", "multipart/form-data; boundary=\u00e9"],
    )
    def test_of_another_kind_is_no_form(self, read, kind):
        with pytest.raises(Invalid):
            read(body(FILE), content_type=kind).check()
