"""The systems whose exports are read: one module each, found by being here."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from helpers.importers.source import Source


@cache
def sources() -> dict[str, Source]:
    """Every source by its name.

    Examples
    --------
    >>> sorted(sources())
    ['csv', 'shopify', 'square', 'stripe', 'woocommerce']
    """
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return {module.SOURCE.name: module.SOURCE for module in modules}
