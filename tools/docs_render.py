"""How a provider's errors are written by translations, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.form import form_of
from tools.docs_markdown import code, codes

if TYPE_CHECKING:
    from normalizer.provider import Provider

FORMS = {"json": "JSON", "xml": "XML", "text": "plain text", "page": "a page of HTML, or a text that is a code"}


def written(provider: Provider) -> list[str]:
    """Lines of the section on what translations write; none where the provider declares nothing of it."""
    declared = provider.declaration.render
    if declared is None:
        return []
    said = []
    if declared.form or declared.members:
        form = form_of(provider)
        below = f" below {code('.'.join(form.at))}" if form.at else ""
        members = f" with {codes([path for path, _ in form.members])}" if form.form in {"json", "xml"} else ""
        said.append(f"* An error is written as {FORMS[form.form]}{members}{below if members else ''}.")
    if declared.headers:
        said.append(f"* Every error has the headers {codes(declared.headers)}.")
    if declared.codes:
        said.append(f"* Only codes of the form {code(declared.codes)} are written.")
    if declared.general:
        said.append(f"* Codes that say no more than their kind, reason and resource, the best first: {codes(declared.general)}.")
    if declared.special:
        said.append(f"* Codes that say more, though no other shares kind, reason and resource: {codes(declared.special)}.")
    return said
