"""Answers in Spark: `normalize_dataframe`, and the function for `mapInArrow` that it is made of. Needs the extra `spark`.

The answers are those of `normalize_batch`; here stands only what Spark wants of it: a function that travels to workers, plain text
instead of dictionary columns, a schema. To import this module needs neither PySpark nor PyArrow.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

from normalizer.carried import Mapper, fingerprint_of, plain, tables_of
from normalizer.errors import did_you_mean, suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

    Folders = str | Path | Sequence[str | Path]

PARTS: Final = ("body", "status", "headers", "method", "url", "operation", "request_headers")
"""The parts of a response that a column can hold; each is also the column's name where none is said."""


class Columns(TypedDict, total=False):
    """Which columns are read, as `normalize_batch` is told: the one that names the provider, and those of the parts of a response."""

    provider_column: str | None
    body: str | None
    status: str | None
    headers: str | None
    method: str | None
    url: str | None
    operation: str | None
    request_headers: str | None


def mapper(provider: str | None = None, *, keep: Sequence[str] = (), prefix: str = "", tables: Folders = (), **columns: Unpack[Columns]) -> Mapper:
    """The function for `DataFrame.mapInArrow`, where `normalize_dataframe` is not enough. Its schema is `answer_schema`.

    provider, columns: as of `normalize_batch`. keep: columns of the input that come before those of the answer. prefix: put before
    the names of the answer. tables: a folder, or several, of a user's own tables, which every worker finds at the same path.

    A worker loads the tables once, and raises RuntimeError where they are not the ones of the driver. Raises UnknownProvider,
    TypeError, TableError, and ValueError where a kept column has the name of an answer.

    >>> import pyarrow as pa
    >>> log = pa.record_batch({"line": [7], "body": [b'{"code": "object_not_exists"}'], "status": [404]})
    >>> [answer] = mapper("qingstor", keep=["line"])([log])
    >>> answer.select(["line", "kind", "retry"]).to_pylist()
    [{'line': 7, 'kind': 'NotFound', 'retry': 'after_change'}]
    """
    _need("pyarrow")
    import pyarrow as pa  # noqa: PLC0415  an import of the module stays cheap

    from normalizer.arrow import normalize_batch  # noqa: PLC0415  as above

    _refuse_clashes(keep, prefix)
    for part, name in columns.items():
        if not isinstance(name, str | None):
            message = f"{part} is the name of a column, not {type(name).__name__}; give a column that is made a name with withColumn"
            raise TypeError(message)
    folders = tuple(str(Path(each).absolute()) for each in ([tables] if isinstance(tables, str | Path) else tables))
    made = Mapper({"provider": provider, **columns}, tuple(keep), prefix, folders, fingerprint_of(folders))
    nothing = pa.schema([(str(name), pa.string()) for name in {*PARTS, *columns.values()} - {None}]).empty_table()
    normalize_batch(nothing, tables=tables_of(folders, made.fingerprint), **made.asked)
    return made


def answer_schema(given: StructType | None = None, *, keep: Sequence[str] = (), prefix: str = "") -> StructType:
    """What `mapper` makes, for Spark: the columns kept of `given`, then those of the answer, any of which may be null.

    Raises KeyError for a column to keep that is not in `given` just once, ValueError where it has the name of an answer.
    """
    _need("pyspark", "pyarrow")
    from pyspark.sql.pandas.types import from_arrow_type  # noqa: PLC0415  as above
    from pyspark.sql.types import StructField, StructType  # noqa: PLC0415  as above

    from normalizer.arrow import SCHEMA  # noqa: PLC0415  as above

    _refuse_clashes(keep, prefix)
    names = given.names if given else []
    for name in keep:
        if names.count(name) != 1:
            message = f"{'several columns are' if name in names else 'no column is'} named {name!r}{did_you_mean(suggestions(name, names))}"
            raise KeyError(message)
    kept = [given.fields[names.index(name)] for name in keep] if given else []
    return StructType([*kept, *(StructField(prefix + field.name, from_arrow_type(plain(field.type))) for field in SCHEMA)])


def normalize_dataframe(
    df: DataFrame, provider: str | None = None, *, keep: Sequence[str] | None = None, prefix: str = "", tables: Folders = (), **columns: Unpack[Columns]
) -> DataFrame:  # fmt: skip
    """What `normalize` says of every row of `df`: a DataFrame of the columns that are kept, then those of `normalize_batch`.

    provider, or provider_column, and the columns of the parts of a response: as of `normalize_batch`; headers can be a map of
    strings. keep: columns of `df` to have beside the answer; by default all but those that are read for it. prefix: put before the
    names of the answer. tables: a folder, or several, of a user's own tables, which every worker finds at the same path.

    Nothing is read before an action of Spark. Spark promises no order of rows: keep a column that tells them apart. A row whose
    provider is unknown or missing has an answer too: kind Unknown, and why in `problem`.

    Raises at once what `normalize_batch` raises of such columns; ValueError where a kept column has the name of an answer, in any
    case, as Spark compares names; TableError; ModuleNotFoundError that says what to install.

        answers = normalize_dataframe(spark.read.parquet("log"), provider_column="vendor", keep=["line"])
    """
    _need("pyspark", "pyarrow")
    from pyspark.sql.functions import col  # noqa: PLC0415  as above

    made = mapper(provider, prefix=prefix, tables=tables, **columns)
    wanted = {"provider_column": columns.get("provider_column")} | {part: columns.get(part, part) for part in PARTS}
    read = {part: str(name) for part, name in wanted.items() if name is not None and (name != part or name in df.columns)}
    _try(df.schema, read, made)
    kept = [name for name in df.columns if name not in read.values()] if keep is None else list(keep)
    schema = answer_schema(df.schema, keep=kept, prefix=prefix)

    # mapInArrow reads a dot in a column's name as a way into a struct, so the columns travel under names without any
    passed = {name: f"c{number}" for number, name in enumerate(dict.fromkeys([*read.values(), *kept]))}
    asked = {"provider": provider} | dict.fromkeys(PARTS) | {part: passed[name] for part, name in read.items()}
    carried = Mapper(asked, tuple(passed[name] for name in kept), prefix, made.folders, made.fingerprint)
    return df.select(*(col(_quoted(name)).alias(short) for name, short in passed.items())).mapInArrow(carried, schema)


def _try(schema: StructType, read: dict[str, str], made: Mapper) -> None:
    """Ask about no row of these columns, so that what is wrong with them is said here and not on a worker."""
    import pyarrow as pa  # noqa: PLC0415  as above
    from pyspark.sql.pandas.types import to_arrow_type  # noqa: PLC0415  as above

    from normalizer.arrow import normalize_batch  # noqa: PLC0415  as above

    for each in schema.fields:
        if each.name in read.values() and each.dataType.typeName() == "variant":  # Arrow has it as a struct, which would pass for a parsed body
            message = f"column {each.name!r} is variant; hand it over as text, with to_json"
            raise TypeError(message)
    types = {each.name: to_arrow_type(each.dataType) for each in schema.fields if each.name in read.values()}
    nothing = pa.schema([pa.field(each.name, types.get(each.name, pa.null())) for each in schema.fields]).empty_table()
    normalize_batch(nothing, tables=tables_of(made.folders, made.fingerprint), **made.asked)


def _refuse_clashes(keep: Iterable[str], prefix: str) -> None:
    from normalizer.arrow import SCHEMA  # noqa: PLC0415  as above

    if isinstance(keep, str):
        message = f"keep is a list of names: keep=[{keep!r}]"
        raise TypeError(message)
    seen = {(prefix + name).casefold() for name in SCHEMA.names}
    for name in keep:
        if name.casefold() in seen:
            message = f"two columns would be named {name!r}: leave it out of keep, or pass a prefix for the answer's columns, as prefix='error_'"
            raise ValueError(message)
        seen.add(name.casefold())


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _need(*modules: str) -> None:
    for module in modules:
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            message = f"normalizer.spark needs {module}; `pip install 'storage-errors[spark]'` brings it"
            raise ModuleNotFoundError(message, name=module) from error
