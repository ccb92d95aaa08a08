import shutil

import pytest

from helpers import open_business
from helpers.core.places import ANSWERS_FILE


@pytest.fixture
def interactive(monkeypatch):
    """As in a kernel that a Jupyter server started."""
    monkeypatch.delenv("GROWTH_STILL", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")


@pytest.fixture
def shop(businesses):
    """The shop, as an owner's own business that nothing has been answered for."""
    folder = businesses / "my_shop"
    shutil.copytree(open_business("shop").folder, folder,
                    ignore=shutil.ignore_patterns(ANSWERS_FILE))
    return open_business("my_shop")


@pytest.fixture
def saas(businesses):
    """The sample with subscriptions, its answers kept in an empty folder."""
    return open_business("saas")
