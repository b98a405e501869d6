"""The public surface: what is exported, what is lazy, and what a wrong call is told."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

import normalizer
from normalizer import Kind, StorageError, Tables, UnknownProvider, errors_in, normalize, providers, rows
from normalizer.exceptions import exception_from


def test_all_is_what_can_be_imported() -> None:
    assert sorted(normalizer.__all__) == normalizer.__all__
    assert all(hasattr(normalizer, name) for name in normalizer.__all__)
    assert set(normalizer.__all__) <= set(dir(normalizer))


def test_no_module_takes_the_name_of_a_function() -> None:
    """A module is set as an attribute of its package when it is imported, whatever stood there."""
    modules = {each.name for each in pkgutil.iter_modules(normalizer.__path__)}
    assert not modules & set(normalizer.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        normalizer.nonsense  # noqa: B018


def test_import_is_lazy() -> None:
    """A plain import of the package imports neither pydantic nor any parser that it does not need."""
    code = "import sys, normalizer; print([m for m in ('pydantic', 'pydantic_core', 'xmltodict', 'csv', 'tomllib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["normalize", "errors_in", "providers", "rows"])
def test_functions_and_methods_have_one_signature(name: str) -> None:
    function = inspect.signature(getattr(normalizer, name))
    method = inspect.signature(getattr(Tables, name))
    assert list(function.parameters.values()) == list(method.parameters.values())[1:]


def test_unknown_provider_says_what_was_meant() -> None:
    with pytest.raises(UnknownProvider, match="did you mean 'qingstor'") as caught:
        normalize("qingstore")
    assert isinstance(caught.value, LookupError)


@pytest.mark.parametrize("provider", ["", "../upyun", "reasons", 7, None, b"upyun", ["upyun"], "x" * 10_000, "up\x00yun"])
def test_any_wrong_provider_is_an_unknown_provider(provider: object) -> None:
    with pytest.raises(UnknownProvider):
        normalize(provider)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["UPYUN", " upyun ", "Upyun-REST"])
def test_slug_or_alias_in_any_case(name: str) -> None:
    assert normalize(name, status=404).provider == "upyun"


@pytest.mark.parametrize("body", [7, 1.5, ["a"], object(), SimpleNamespace(content=b"")])
def test_another_body_is_told_what_to_pass(body: object) -> None:
    for function in (normalize, errors_in):
        with pytest.raises(TypeError, match=r"response\.content"):
            function("jss", body)


def test_an_exception_for_every_kind_that_fails() -> None:
    record = normalize("jss", status=500)
    for kind in Kind:
        changed = record.model_copy(update={"kind": kind})
        if changed.is_error:
            error = exception_from(changed, "a/b")
            assert isinstance(error, StorageError)
            assert kind in {cls.__name__ for cls in type(error).__mro__}
            assert error.filename == "a/b"
            assert error.errno
        else:
            with pytest.raises(ValueError, match="no failure"):
                exception_from(changed)


@pytest.mark.parametrize(
    ("provider", "body", "builtin"),
    [
        ("jss", b'{"code": "NoSuchKey"}', FileNotFoundError),
        ("jss", b'{"code": "NoSuchBucket"}', FileNotFoundError),
        ("jss", b'{"code": "BucketAlreadyExists"}', FileExistsError),
        ("jss", b'{"code": "AccessDenied"}', PermissionError),
        ("jss", b'{"code": "ExpiredToken"}', PermissionError),
        ("jss", b'{"code": "RequestTimeout"}', TimeoutError),
    ],
)
def test_builtin_exceptions(provider: str, body: bytes, builtin: type[OSError]) -> None:
    assert isinstance(normalize(provider, body).to_exception(), builtin)


def test_a_missing_policy_is_no_missing_file() -> None:
    error = normalize("jss", b'{"code": "NotSuchBucketPolicy"}').to_exception()
    assert type(error).__name__ == "NotFound"
    assert not isinstance(error, FileNotFoundError)


def test_rows_and_providers() -> None:
    assert providers() == sorted(providers())
    for slug in providers():
        assert rows(slug) or Tables().declaration(slug).confirmed
        assert all(row.code and row.meaning and row.source for row in rows(slug))
