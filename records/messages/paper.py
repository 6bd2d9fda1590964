"""From words to what is read: the text and the HTML of an email, one message or a digest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from records.messages.declared import Words

_RULE = "\n\n" + "-" * 40 + "\n\n"
_LONGEST_SUBJECT = 150
_FONT = "font-family:Arial,sans-serif;line-height:1.5;color:#212b32"
_MESSAGE = (
    '<h2 style="font-size:1.2em;margin:32px 0 8px">{}</h2>{}'
    '<table role="presentation" style="border-collapse:collapse">{}</table>{}'
)
_PAGE = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{}</title></head>'
    '<body style="{};font-size:{}px;max-width:40em;margin:0 auto;padding:16px">'
    "<p>Dear {},</p>{}"
    '<hr style="border:0;border-top:1px solid #d8dde0;margin:32px 0 16px"><p>{}</p>{}'
    "</body></html>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One message as it is written down: its words, and the whole address it leads to."""

    words: Words
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """Below every email: why it came, how to be told otherwise, and how to get no more."""

    why: str
    choose: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An email as it is read. `large`: the reader needs large print."""

    name: str
    sheets: tuple[Sheet, ...]
    foot: Foot
    large: bool = False

    @property
    def subject(self) -> str:
        """One line without control characters, whatever a title holds."""
        if len(self.sheets) > 1:
            return f"{len(self.sheets)} messages from QIflow"
        return one_line(self.sheets[0].words.subject)

    @property
    def text(self) -> str:
        foot = [self.foot.why]
        if self.foot.choose:
            foot.append(f"Choose how often you get email: {self.foot.choose}")
        if self.foot.unsubscribe:
            foot.append(f"Get no more email of this kind: {self.foot.unsubscribe}")
        body = _RULE.join(_text_of(sheet) for sheet in self.sheets)
        return f"Dear {one_line(self.name)},\n\n{body}{_RULE}" + "\n\n".join(foot) + "\n"

    @property
    def html(self) -> str:
        sheets = format_html_join("", "{}", ((_html_of(sheet),) for sheet in self.sheets))
        size = 24 if self.large else 18
        return format_html(
            _PAGE, self.subject, _FONT, size, self.name, sheets, self.foot.why, _foot_of(self.foot)
        )


def one_line(text: str) -> str:
    """Nothing that would end a line of a header, and not too long for one."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    line = " ".join(plain.split())
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[: _LONGEST_SUBJECT - 1]}…"


def _text_of(sheet: Sheet) -> str:
    words = sheet.words
    parts = [one_line(words.subject), *words.sentences]
    if words.facts:
        parts.append("\n".join(f"{name}: {value}" for name, value in words.facts))
    if sheet.address:
        parts.append(f"{words.link}:\n{sheet.address}")
    return "\n\n".join(part for part in parts if part)


def _html_of(sheet: Sheet) -> SafeString:
    words = sheet.words
    sentences = format_html_join("", "<p>{}</p>", ((text,) for text in words.sentences if text))
    facts = format_html_join(
        "",
        '<tr><th scope="row" style="text-align:left;vertical-align:top;padding:4px 16px 4px 0">'
        '{}</th><td style="padding:4px 0">{}</td></tr>',
        words.facts,
    )
    link = format_html(
        '<p style="margin:24px 0"><a href="{}" style="color:#005eb8">{}</a></p>',
        sheet.address,
        words.link,
    )
    return format_html(_MESSAGE, words.subject, sentences, facts, link if sheet.address else "")


def _foot_of(foot: Foot) -> SafeString:
    links: Sequence[tuple[str, str]] = [
        (foot.choose, "Choose how often you get email"),
        (foot.unsubscribe, "Get no more email of this kind"),
    ]
    return format_html_join(
        "",
        '<p><a href="{}" style="color:#005eb8">{}</a></p>',
        [(address, words) for address, words in links if address],
    )
