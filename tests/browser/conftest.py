"""A JupyterLab and a browser for the tests that need to see what an owner sees."""

from pathlib import Path

import pytest

from helpers.core.browser import chromium
from tests.browser.lab import Lab, Visit, offline_browser, running_lab


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Lab:
    """JupyterLab serving a folder of its own; skips where there is no browser to look at it."""
    if chromium() is None:
        pytest.skip("no Chromium is installed, so nothing can be seen in a browser")
    folder: Path = tmp_path_factory.mktemp("lab")
    with running_lab(folder) as running:
        yield running


@pytest.fixture(scope="module")
def visit(lab) -> Visit:
    """A page that reaches this machine only; strays and errors are held against the module."""
    with offline_browser() as visit:
        yield visit
        assert visit.strayed == []
        assert visit.errors == []
