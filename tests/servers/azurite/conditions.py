"""Conditions that do not hold, and ranges beyond the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from azure.core import MatchConditions

from tests.servers.azurite.client import PAGE, Azure, changed
from tests.servers.faults import Fault

ANOTHER_ETAG = '"0x0"'
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def etag(a: Azure) -> str:
    return str(a.blob().get_blob_properties().etag)


def get_if(a: Azure, condition: MatchConditions, tag: str) -> object:
    return a.blob().download_blob(etag=tag, match_condition=condition)


def head_if(a: Azure, condition: MatchConditions, tag: str) -> object:
    return a.blob().get_blob_properties(etag=tag, match_condition=condition)


FAULTS: list[Fault[Azure, object]] = [
    Fault("get if another", "PreconditionFailed", None, lambda a: get_if(a, MatchConditions.IfNotModified, ANOTHER_ETAG)),
    Fault("head if another", "PreconditionFailed", None, lambda a: head_if(a, MatchConditions.IfNotModified, ANOTHER_ETAG)),
    Fault("put if another", "PreconditionFailed", None, lambda a: a.blob().upload_blob(b"", overwrite=True, etag=ANOTHER_ETAG, match_condition=MatchConditions.IfNotModified)),
    Fault("delete if older", "PreconditionFailed", None, lambda a: a.new_blob().delete_blob(if_unmodified_since=LONG_AGO)),
    Fault("delete a container if younger", "PreconditionFailed", None, lambda a: a.new_container().delete_container(if_modified_since=TOMORROW)),
    Fault("get if tagged otherwise", "PreconditionFailed", None, lambda a: a.blob().download_blob(if_tags_match_condition="\"a\"='b'")),
    Fault("copy if the source is another", "PreconditionFailed", None, lambda a: a.copy_of(a.blob(), source_etag=ANOTHER_ETAG, source_match_condition=MatchConditions.IfNotModified)),
    Fault("append at another position", "PreconditionFailed", None, lambda a: a.new_append_blob().append_block(b"x", appendpos_condition=7)),
    Fault("append up to a size", "PreconditionFailed", None, lambda a: a.new_append_blob().append_block(b"x" * 8, maxsize_condition=7)),
    Fault("write a page if numbered otherwise", "PreconditionFailed", None, lambda a: a.new_page_blob().upload_page(PAGE, 0, len(PAGE), if_sequence_number_eq=7)),
    Fault("get if changed", "NotModified", None, lambda a: get_if(a, MatchConditions.IfModified, etag(a))),
    Fault("head if changed", "NotModified", None, lambda a: head_if(a, MatchConditions.IfModified, etag(a))),
    Fault("get if younger", "NotModified", None, lambda a: a.blob().download_blob(if_modified_since=TOMORROW)),
    Fault("get if there is none", "InvalidArgument", None, lambda a: a.blob().download_blob(**changed(If_None_Match="*"))),
    Fault("range beyond the end", "RangeNotSatisfiable", None, lambda a: a.blob().download_blob(offset=1000, length=10)),
    Fault("write a page beyond the end", "RangeNotSatisfiable", None, lambda a: a.new_page_blob().upload_page(PAGE, 512, len(PAGE))),
]  # fmt: skip
