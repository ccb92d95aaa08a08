"""From pseudonyms back to people, in the owner's own files and by the owner's own key alone."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import open_business
from helpers.core.problems import CannotOpen, OwnerError
from helpers.importers import import_files
from helpers.importers.identify import find_people, read_list
from helpers.importers.pseudonyms import key_of, list_pseudonyms

from .test_import_properties import MAP, a_business, as_file, few, orders
from .test_sources import FILES, FIXTURES, take

NAMED = {  # a customer of each fixture, as the export calls them
    "shopify_orders.csv": "ana.pena@example.org", "shopify_orders_later.csv": "Zoë Brückner",
    "square_items.csv": "Imani Okonkwo-Bell", "square_items_later.csv": "Imani Okonkwo-Bell",
    "stripe_subscriptions.csv": "Øyvind Ångstrøm", "stripe_payments.csv": "ana.pena@example.org",
    "woocommerce_report.csv": "Pryce-Jones", "woocommerce_items.csv": "sian@pryce.example",
}


def by_hand(tmp_path, ids, name="handmade"):
    """A folder that no export was imported into: its ids are the shop's own."""
    folder = tmp_path / name
    folder.mkdir()
    (folder / "business.yaml").write_text("name: Handmade\ncurrency: GBP\n")
    pd.DataFrame({"customer_id": ids}).to_csv(folder / "customers.csv", index=False)
    return folder


def pseudonyms_of(folder):
    business = open_business(folder)
    ids = business.table("customers")["customer_id"]
    return list_pseudonyms(ids, key_of(business, make=True)).tolist()


@pytest.mark.parametrize("source, currency, name", FILES)
def test_every_customer_of_an_import_is_found_again_in_its_export(business, source, currency, name):
    folder = business(currency)
    take(source, folder, name)
    wanted = open_business(folder).table("customers")["customer_id"].tolist()
    found = find_people(wanted, FIXTURES / name, folder)
    assert found.people["pseudonym"].tolist() == wanted
    assert not found.missing
    said = str(found).casefold()
    assert NAMED[name].casefold() in said
    assert found.people.shape[1] > 1


@few
@given(orders, st.data())
def test_those_asked_for_are_found_and_nobody_else(made, data):
    with tempfile.TemporaryDirectory() as place:
        folder = a_business(place)
        path = as_file(Path(place) / "file.csv", list(enumerate(made)))
        import_files("csv", [path], folder, mapping=MAP)
        mails = pd.Series(sorted({mail for _, mail, _ in made if mail}), dtype="str")
        wanted = data.draw(st.sets(st.sampled_from(list(mails)), min_size=1)) if len(mails) else ()
        if not wanted:
            return
        key = key_of(open_business(folder))
        by_mail = dict(zip(mails, list_pseudonyms(mails, key)))
        found = find_people([by_mail[mail] for mail in sorted(wanted)], path, folder)
        assert set(found.people["Mail"]) == wanted


def test_ids_of_a_folder_made_by_hand_are_found_in_its_own_tables(tmp_path, businesses):
    folder = by_hand(tmp_path, ["17", "ana@example.org", "Bo Example"])
    wanted = pseudonyms_of(folder)
    assert not {"17", "ana@example.org", "Bo Example"} & set(wanted)
    found = find_people(wanted, folder)
    assert found.people["customer_id"].tolist() == ["17", "ana@example.org", "Bo Example"]


def test_a_report_s_key_stays_beside_the_businesses_and_out_of_the_client_s_folder(
    tmp_path, businesses
):
    folder = by_hand(tmp_path, ["17"])
    before = sorted(folder.iterdir())
    once, again = pseudonyms_of(folder), pseudonyms_of(folder)
    assert once == again
    assert sorted(folder.iterdir()) == before
    assert (businesses / ".key").stat().st_mode & 0o077 == 0
    assert [path.name for path in businesses.iterdir()] == [".key"]


def test_two_businesses_never_share_a_pseudonym(tmp_path, businesses):
    one, other = (by_hand(tmp_path, ["17"], name) for name in ("one", "other"))
    assert pseudonyms_of(one) != pseudonyms_of(other)


def test_without_the_key_nobody_is_found_and_it_says_where_the_key_belongs(tmp_path, businesses):
    folder = by_hand(tmp_path, ["17"])
    with pytest.raises(CannotOpen, match="There is no key to the pseudonyms of Handmade"):
        find_people(["c-0123456789abcdef"], folder)


def test_another_key_finds_nobody(business):
    one, other = business("EUR", name="one"), business("EUR", name="other")
    take("shopify", one, "shopify_orders.csv")
    take("shopify", other, "shopify_orders.csv")
    wanted = open_business(one).table("customers")["customer_id"].tolist()
    found = find_people(wanted, FIXTURES / "shopify_orders.csv", other)
    assert found.missing == tuple(wanted)
    assert "0 of" in str(found) and wanted[0] in str(found)
    assert "@" not in str(found)


def test_a_directory_of_customers_serves_where_the_orders_told_only_numbers(business, tmp_path):
    folder = business("USD")
    take("square", folder, "square_items.csv")
    directory = tmp_path / "directory.csv"
    directory.write_text("Reference,First Name,Email Address,Square Customer ID,Visits\n"
                         "1,Imani,imani@example.org,CUSTIMANI,7\n2,Bo,bo@example.org,OTHER,3\n")
    wanted = open_business(folder).table("customers")["customer_id"].tolist()
    found = find_people(wanted, directory, folder)
    assert "imani@example.org" in set(found.people["Email Address"])
    assert "bo@example.org" not in str(found)


def test_where_two_columns_could_say_who_it_asks_which(tmp_path, businesses):
    folder = by_hand(tmp_path, ["1", "2"])
    wanted = pseudonyms_of(folder)
    path = tmp_path / "list.csv"
    path.write_text("member,client,given\n1,2,Ana\n2,1,Bo\n3,3,Cas\n")
    with pytest.raises(OwnerError, match="--column"):
        find_people(wanted[:1], path, folder)
    found = find_people(wanted[:1], path, folder, column="client")
    assert found.people["client"].tolist() == ["1"]
    assert found.people["member"].tolist() == ["2"]
    with pytest.raises(OwnerError, match="Did you mean client"):
        find_people(wanted, path, folder, column="clients")


def test_what_is_no_pseudonym_is_named(tmp_path, businesses):
    with pytest.raises(OwnerError, match="“c-12” is not a pseudonym"):
        find_people(["c-12"], tmp_path)
    with pytest.raises(OwnerError, match="Say who"):
        find_people([], tmp_path)


def test_the_business_is_the_export_s_folder_or_the_only_one_or_asked_for(business, tmp_path,
                                                                           businesses):
    one = "c-0123456789abcdef"
    export = tmp_path / "elsewhere.csv"
    export.write_text("customer\n1\n")
    with pytest.raises(OwnerError, match="Yours are: none yet"):
        find_people([one], export)
    folder = businesses / "only"
    folder.mkdir()
    (folder / "business.yaml").write_text("name: Only\ncurrency: EUR\n")
    (folder / ".key").write_bytes(bytes(32))
    assert find_people([one], export).business == "Only"


def test_text_of_an_export_cannot_steer_a_terminal(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "business.yaml").write_text("name: Shop\ncurrency: EUR\n")
    (folder / ".key").write_bytes(bytes(32))
    (folder / "people.csv").write_text("Mail,Name\nana@example.org,\x1b[2JAna\n")
    assert "\x1b" not in str(find_people(["c-10864ed61b06c615"], folder / "people.csv"))


def test_a_list_is_read_by_whichever_column_holds_pseudonyms(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("why,who\nlate,c-10864ed61b06c615\n")
    assert read_list(path) == ["c-10864ed61b06c615"]
    path.write_text("who\nAna\n")
    with pytest.raises(CannotOpen, match="no column of pseudonyms"):
        read_list(path)
