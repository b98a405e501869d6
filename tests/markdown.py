"""What Markdown looks like to a reader, for tests of the generated pages."""

from __future__ import annotations

from html.parser import HTMLParser

from markdown_it import MarkdownIt  # comes with rich


class Cells(HTMLParser):
    """The text of every table cell, and all tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in {"td", "th"}:
            self.texts.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data


def rendered(markdown: str) -> Cells:
    return Cells(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))
