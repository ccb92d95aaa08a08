"""What every test may rely on: still charts, nobody's own businesses, the same examples again."""

import os
import shutil
import tempfile

import pytest
from hypothesis import settings

os.environ["GROWTH_STILL"] = "1"
os.environ["GROWTH_BUSINESSES"] = tempfile.mkdtemp(prefix="businesses-")

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


def pytest_unconfigure():
    shutil.rmtree(os.environ["GROWTH_BUSINESSES"], ignore_errors=True)


@pytest.fixture
def businesses(tmp_path, monkeypatch):
    """An empty folder for an owner's own businesses."""
    folder = tmp_path / "businesses"
    folder.mkdir()
    monkeypatch.setenv("GROWTH_BUSINESSES", str(folder))
    return folder


@pytest.fixture
def make_business(businesses):
    """Makes a business of given settings and files, and returns its folder."""

    def make(name="corner_shop", *, settings="name: Corner shop\ncurrency: GBP\n", **files):
        folder = businesses / name
        folder.mkdir()
        (folder / "business.yaml").write_text(settings, encoding="utf-8")
        for stem, content in files.items():
            (folder / f"{stem}.csv").write_text(content, encoding="utf-8")
        return folder

    return make
