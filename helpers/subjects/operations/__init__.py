"""Operations: how the work is done."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "review": ("OperationalReview", "operational_review"),
})
