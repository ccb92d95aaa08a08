"""Names that a package offers, each loaded when it is first used."""

import importlib
from collections.abc import Callable, Mapping, Sequence


def loads_on_use(
    package: str, names: Mapping[str, Sequence[str]]
) -> tuple[Callable[[str], object], Callable[[], list[str]], list[str]]:
    """A package's `__getattr__`, `__dir__` and `__all__` (PEP 562).

    Parameters
    ----------
    package : str
        Its `__name__`.
    names : mapping of str to sequence of str
        By module of the package, the names it gives.

    Examples
    --------
    >>> get, _, every = loads_on_use("helpers.core", {"problems": ["OwnerError"]})
    >>> every, get("OwnerError").__module__
    (['OwnerError'], 'helpers.core.problems')
    """
    home = {name: module for module, several in names.items() for name in several}

    def get(name: str):
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{package}.{home[name]}"), name)

    return get, lambda: sorted(home), sorted(home)
