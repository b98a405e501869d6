"""Many responses at once, as Arrow columns: `normalize_batch`. Needs the extra `arrow`."""

try:
    import pyarrow as pa  # noqa: F401  asked for first, to say what is missing
except ModuleNotFoundError as error:
    message = "normalizer.arrow needs pyarrow; `pip install 'storage-errors[arrow]'` brings it"
    raise ModuleNotFoundError(message, name="pyarrow") from error

from normalizer.arrow.batch import normalize_batch
from normalizer.arrow.schema import SCHEMA

__all__ = ["SCHEMA", "normalize_batch"]
