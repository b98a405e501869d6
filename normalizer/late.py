"""Functions that are imported with their first call, so that a program pays only for those it asks."""

from __future__ import annotations

from typing import Any


class Late:
    """Stands in a module for a function of another one, and is replaced by it at the first call: later ones cost nothing more.

    >>> found = {}
    >>> found["sqrt"] = Late(found, "math", "sqrt")
    >>> found["sqrt"](9.0), found["sqrt"]
    (3.0, <built-in function sqrt>)
    """

    def __init__(self, here: dict[str, Any], module: str, name: str) -> None:
        """`here`: the globals of the module that it stands in, under the function's own name."""
        self._here = here
        self._module = module
        self._name = name

    def __call__(self, *asked: Any, **named: Any) -> Any:
        """Import the function and call it."""
        function = self._here[self._name] = getattr(__import__(self._module, fromlist=[self._name]), self._name)
        return function(*asked, **named)
