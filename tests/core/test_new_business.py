"""A new business's folder."""

import re

import pytest

from helpers import open_business
from helpers.core.new_business import new_business
from helpers.core.problems import OwnerError
from helpers.core.tables import SCHEMAS


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GROWTH_BUSINESSES", str(tmp_path))
    return tmp_path


def test_a_new_business_opens_and_has_empty_tables_with_headings():
    folder = new_business("corner-shop", currency="EUR", country="NO")
    business = open_business("corner-shop")
    assert (business.name, business.currency, business.country) == ("corner-shop", "EUR", "NO")
    assert business.tables == ()
    assert business.check() == []
    for name, schema in SCHEMAS.items():
        assert (folder / f"{name}.csv").read_text().strip().split(",") == schema.column_names


def test_a_new_business_takes_its_commented_settings_as_they_stand():
    folder = new_business("corner-shop")
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    settings = folder / "business.yaml"
    text = settings.read_text()
    settings.write_text(re.sub(r"(?m)^# ?( *\w+:(?: \S.*)?)$", r"\1", text))
    business = open_business("corner-shop")
    assert business.settings.locale == "de_DE"
    assert (business.brand.name, business.brand.accent) == ("The Corner Shop", "#7a1f3d")
    assert business.brand.logo is not None
    assert business.check() == []


def test_filling_in_a_table_is_all_it_takes():
    folder = new_business("corner-shop")
    with (folder / "customers.csv").open("a") as file:
        file.write("ann,2025-01-02,,,yes\n")
    assert open_business("corner-shop").tables == ("customers",)


def test_an_existing_folder_is_never_touched(own_folder):
    new_business("corner-shop")
    (own_folder / "corner-shop" / "business.yaml").write_text("name: mine\ncurrency: GBP\n")
    with pytest.raises(OwnerError, match="already"):
        new_business("corner-shop")
    assert open_business("corner-shop").name == "mine"


@pytest.mark.parametrize("name", ["", "../away", "a b", ".hidden", "x" * 65])
def test_a_name_that_cannot_be_a_folder_is_refused(name, own_folder):
    with pytest.raises(OwnerError, match="cannot name a folder"):
        new_business(name)
    assert list(own_folder.iterdir()) == []


def test_a_currency_that_is_none_is_refused_before_anything_is_made(own_folder):
    with pytest.raises(OwnerError, match="not a currency"):
        new_business("corner-shop", currency="POUNDS")
    assert list(own_folder.iterdir()) == []
