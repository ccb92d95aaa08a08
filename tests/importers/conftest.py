import pytest


@pytest.fixture
def business(tmp_path):
    """Make a business's folder; settings as lines of business.yaml."""
    def make(currency="EUR", *lines, name="made"):
        folder = tmp_path / name
        folder.mkdir()
        settings = [f"name: {name.title()}", f"currency: {currency}", *lines]
        (folder / "business.yaml").write_text("\n".join(settings) + "\n", encoding="utf-8")
        return folder
    return make
