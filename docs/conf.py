"""The documentation site: `make site` writes it to build/site. Guides and the API are written by hand, all tables by tools/docs.py."""

from __future__ import annotations

from normalizer import __version__

project = "storage-errors"
author = "the storage-errors maintainers"
project_copyright = "the storage-errors maintainers, Apache-2.0"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["conf.py"]
nitpicky = False
default_role = "code"
"""Docstrings have names between single backticks."""

myst_heading_anchors = 4
"""Links to headings work as on a code host, so that the same files read well in both places."""
suppress_warnings = ["myst.header"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True

html_theme = "furo"
html_title = "storage-errors"
html_copy_source = False
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["tables.css"]
