"""What an email says: nothing in a title becomes a header, a tag or another link."""

from records.messages.declared import Words
from records.messages.paper import Foot, Paper, Sheet, one_line

EVIL = "Ring <b>Bo</b> & co\r\nBcc: all@example.org"


def paper(*words, **more):
    sheets = tuple(Sheet(words=one, address="https://qi.example.org/actions/1") for one in words)
    foot = Foot(why="Because.", choose="https://qi.example.org/me", unsubscribe="https://u.example")
    return Paper(name="Ann <i>Ash</i>", sheets=sheets, foot=foot, **more)


def about(subject):
    return Words(
        subject=subject,
        sentences=("Somebody gave you this.", ""),
        facts=(("By when", "3 March 2027"), ("About", "Tea & <u>toast</u>")),
        path="/actions/1",
        link="Open the action",
    )


class TestSubject:
    def test_is_one_line(self):
        assert paper(about(EVIL)).subject == "Ring <b>Bo</b> & co Bcc: all@example.org"

    def test_counts_the_messages_of_a_digest(self):
        assert paper(about("One"), about("Two")).subject == "2 messages from QIflow"

    def test_is_cut_where_it_is_very_long(self):
        assert len(one_line("x" * 500)) == 150

    def test_loses_what_cannot_be_seen(self):
        assert one_line("a\u2028b\x00c\u202ed") == "a b c d"


class TestText:
    def test_says_what_when_and_where_to_go(self):
        text = paper(about("Order bins")).text

        assert text.startswith("Dear Ann <i>Ash</i>,\n\nOrder bins\n\nSomebody gave you this.\n\n")
        assert "By when: 3 March 2027\nAbout: Tea & <u>toast</u>" in text
        assert "Open the action:\nhttps://qi.example.org/actions/1" in text

    def test_ends_with_why_it_came_and_how_to_stop_it(self):
        text = paper(about("Order bins")).text

        assert "Because." in text
        assert "https://qi.example.org/me" in text
        assert "https://u.example" in text


class TestHtml:
    def test_escapes_everything_that_people_wrote(self):
        html = paper(about(EVIL)).html

        assert "<b>" not in html
        assert "<i>" not in html
        assert "<u>" not in html
        assert "Ring &lt;b&gt;Bo&lt;/b&gt; &amp; co" in html
        assert "Tea &amp; &lt;u&gt;toast&lt;/u&gt;" in html

    def test_is_in_large_print_for_whoever_needs_that(self):
        assert "font-size:24px" in paper(about("x"), large=True).html
        assert "font-size:18px" in paper(about("x")).html

    def test_has_no_link_where_there_is_nothing_to_open(self):
        bare = Paper(name="A", sheets=(Sheet(words=Words(subject="S")),), foot=Foot(why="W"))

        assert "<a " not in bare.html
        assert "://" not in bare.text
