"""A comparison as one HTML page: nothing from elsewhere, readable on a phone and on paper. Needs jinja2, the extra `report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from normalizer.consequences import MEANINGS, TITLES
from normalizer.reports import parts

if TYPE_CHECKING:
    from normalizer.comparison_model import Comparison

TEMPLATE: Final = "comparison.html.j2"
_HOW: Final = "an HTML page needs jinja2, which is not installed: pip install 'storage-errors[report]'; text, Markdown, CSV and JSON need nothing"


def html_of(comparison: Comparison) -> str:
    """The page. Everything in it is escaped. Raises ImportError, which says how to install what is missing."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  an optional extra
    except ImportError:
        raise ImportError(_HOW) from None
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(TEMPLATE).render(c=comparison, parts=parts, titles=TITLES, meanings=MEANINGS)
