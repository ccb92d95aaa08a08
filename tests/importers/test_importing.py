"""What holds whatever the source: nothing lost, nothing doubled, nothing half written."""

import os
import stat

import pandas as pd
import pytest

from helpers import open_business
from helpers.core.problems import CannotOpen, DataProblems, OwnerError
from helpers.importers import import_files

TILL = """No,When,Code,What,Qty,Each,Who
1,2025-03-01,T,tea,2,1.50,17850.0
1,2025-03-01,C,cake,1,3.00,17850.0
2,2025-03-02,T,tea,1,1.50,
3,2025-03-20,T,tea,-1,1.50,ana@example.org
4,2025-03-21,POST,postage,1,4.00,9
5,2025-03-21,T,tea,1,-9.00,9
6,2025-03-21,T,tea,1,0,9
7,2025-03-21,T,tea,0,1.50,9
8,2025-03-21,T,tea,many,1.50,9
9,,T,tea,1,1.50,9
"""
MAP = {"order_id": "No", "order_date": "When", "product_id": "Code", "name": "What",
       "quantity": "Qty", "unit_price": "Each", "customer_id": "Who"}


@pytest.fixture
def till(tmp_path):
    path = tmp_path / "till.csv"
    path.write_text(TILL, encoding="utf-8")
    return path


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}


def test_each_reason_is_counted_with_its_first_rows(business, till):
    report = import_files("csv", [till], business(), mapping=MAP, not_products=["post"])
    [file] = report.files
    assert (file.rows_read, file.rows_kept) == (10, 4)
    assert {entry.reason: (entry.count, entry.rows) for entry in file.set_aside} == {
        "not a product, as you said with --not-products": (1, (6,)),
        "a price below zero: an adjustment, not a sale": (1, (7,)),
        "a price of zero: given away, or a correction of the stock": (1, (8,)),
        "a quantity of zero": (1, (9,)),
        "“quantity” is not a number": (1, (10,)),
        "no order date": (1, (11,)),
    }
    assert "rows read, 4 kept, 2025-03-01 to 2025-03-20" in str(report)


def test_customer_numbers_become_pseudonyms_and_guests_stay_guests(business, till):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    orders = open_business(folder).table("orders")
    people = orders.groupby("order_id")["customer_id"].first()
    assert people.drop("2").str.fullmatch(r"c-[0-9a-f]{16}").all()
    assert pd.isna(people["2"])
    everything = b"".join(contents(folder).values())
    assert b"17850" not in everything and b"ana@" not in everything


def test_products_take_the_name_they_are_sold_by_most(business, tmp_path):
    path = tmp_path / "till.csv"
    path.write_text("No,When,Code,What,Qty,Each,Who\n" + "".join(
        f"{number},2025-03-01,T,{name},1,1.50,\n"
        for number, name in enumerate(["tea?", "tea", "tea", "damaged"])), encoding="utf-8")
    folder = business()
    import_files("csv", [path], folder, mapping=MAP)
    assert open_business(folder).table("products")["name"].tolist() == ["tea"]


def test_the_second_import_of_a_file_changes_no_byte(business, till):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    before = contents(folder)
    report = import_files("csv", [till], folder)
    assert contents(folder) == before
    assert report.files[0].already_imported and "imported before" in str(report)


def test_an_older_file_given_again_does_not_undo_a_newer_one(business, till, tmp_path):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    newer = tmp_path / "newer.csv"
    newer.write_text(TILL.replace("T,tea,2,1.50", "T,tea,1,1.50"), encoding="utf-8")
    import_files("csv", [newer], folder)
    before = contents(folder)
    import_files("csv", [till], folder)
    assert contents(folder) == before
    first = open_business(folder).table("orders").query("order_id == '1'")
    assert first["quantity"].tolist() == [1, 1]


def test_the_same_content_in_other_bytes_gives_the_same_tables(business, till, tmp_path):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    before = contents(folder)
    other = tmp_path / "other.csv"
    other.write_bytes(TILL.replace(",", ";").encode("utf-16"))
    import_files("csv", [other], folder)
    after = contents(folder)
    assert {n: c for n, c in after.items() if n != "imports.yaml"} == {
        n: c for n, c in before.items() if n != "imports.yaml"}


def test_an_order_that_goes_on_another_day_keeps_both_days(business, tmp_path):
    folder = business()
    for day, code in (("2025-03-01", "T"), ("2025-03-02", "C")):
        path = tmp_path / f"{day}.csv"
        path.write_text(f"No,When,Code,What,Qty,Each,Who\n1,{day},{code},x,1,1.50,7\n",
                        encoding="utf-8")
        import_files("csv", [path], folder, mapping=MAP)
    assert open_business(folder).table("orders")["product_id"].tolist() == ["T", "C"]


def test_the_mapping_and_the_codes_to_leave_out_are_remembered(business, till, tmp_path):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP, not_products=["POST"])
    april = tmp_path / "april.csv"
    april.write_text("No,When,Code,What,Qty,Each,Who\n20,2025-04-01,T,tea,1,1.50,9\n"
                     "20,2025-04-01,POST,postage,1,4.00,9\n", encoding="utf-8")
    report = import_files("csv", [april], folder)
    assert report.set_aside == {"not a product, as you said with --not-products": 1}


def test_a_column_that_changed_its_heading_is_told(business, till, tmp_path):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    changed = tmp_path / "changed.csv"
    changed.write_text(TILL.replace("No,When,Code", "No,When,Codes"), encoding="utf-8")
    with pytest.raises(DataProblems, match="write product_id=Codes"):
        import_files("csv", [changed], folder)


def test_a_mapping_with_mistakes_tells_all_of_them(business, till):
    wrong = {**MAP, "unit_prise": "Each", "quantity": "Qti"}
    with pytest.raises(DataProblems) as caught:
        import_files("csv", [till], business(), mapping=wrong)
    assert len(caught.value.problems) == 2
    assert "write unit_price instead" in str(caught.value)
    assert "write quantity=Qty" in str(caught.value)


def test_a_mapping_that_lacks_a_column_names_it(business, till):
    part = {name: heading for name, heading in MAP.items() if name != "unit_price"}
    with pytest.raises(DataProblems, match="add  unit_price=HEADING  to --map"):
        import_files("csv", [till], business(), mapping=part)


def test_headings_of_the_contract_need_no_mapping(business, tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("order_id,order_date,product_id,quantity,unit_price\n1,2025-03-01,T,1,2\n",
                    encoding="utf-8")
    folder = business()
    import_files("csv", [path], folder)
    assert len(open_business(folder).table("orders")) == 1


def test_excel_with_real_dates_and_numbers_is_read(business, tmp_path):
    path = tmp_path / "till.xlsx"
    pd.DataFrame({"No": [1, 2], "When": pd.to_datetime(["2025-03-01", "2025-03-02"]),
                  "Code": ["T", "C"], "What": ["tea", "cake"], "Qty": [1, 2], "Each": [1.5, 3.0],
                  "Who": [17850.0, None]}).to_excel(path, index=False)
    folder = business()
    import_files("csv", [path], folder, mapping=MAP)
    orders = open_business(folder).table("orders")
    assert orders["order_id"].tolist() == ["1", "2"]
    assert orders["order_date"].dt.day.tolist() == [1, 2]


def test_dates_that_could_be_either_are_asked_about_and_then_read(business, tmp_path):
    path = tmp_path / "till.csv"
    path.write_text("No;When;Code;What;Qty;Each;Who\n1;03/04/2025;T;tea;1;1,50;7\n",
                    encoding="utf-8")
    with pytest.raises(DataProblems, match="under files:, write  dates: day-first"):
        import_files("csv", [path], business("EUR"), mapping=MAP)
    told = business("EUR", "files:", "  dates: day-first", name="told")
    import_files("csv", [path], told, mapping=MAP)
    orders = open_business(told).table("orders")
    assert orders["order_date"].tolist() == [pd.Timestamp("2025-04-03")]
    assert orders["unit_price"].tolist() == [1.5]


def test_a_time_with_an_offset_is_the_day_as_written(business, tmp_path):
    path = tmp_path / "till.csv"
    path.write_text("No,When,Code,What,Qty,Each,Who\n1,2025-03-01T23:30:00-08:00,T,tea,1,1.5,7\n",
                    encoding="utf-8")
    folder = business()
    import_files("csv", [path], folder, mapping=MAP)
    days = open_business(folder).table("orders")["order_date"]
    assert days.tolist() == [pd.Timestamp("2025-03-01")]


def test_what_the_owner_filled_in_stays(business, till, tmp_path):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    products = pd.read_csv(folder / "products.csv", dtype="str")
    tea = products["product_id"] == "T"
    products.loc[tea, ["name", "category", "unit_cost"]] = ["Assam", "Drinks", "0.40"]
    products.to_csv(folder / "products.csv", index=False)
    later = tmp_path / "later.csv"
    later.write_text("No,When,Code,What,Qty,Each,Who\n30,2025-05-01,S,soup,1,5.00,7\n"
                     "30,2025-05-01,T,tea,1,1.50,7\n", encoding="utf-8")
    import_files("csv", [later], folder)
    products = open_business(folder).table("products").set_index("product_id")
    assert products.loc["T", ["name", "category", "unit_cost"]].tolist() == ["Assam", "Drinks", 0.4]
    assert products.loc["S", "name"] == "soup"


def test_a_table_changed_by_hand_is_merged_and_a_copy_is_kept(business, till, tmp_path):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    path = folder / "orders.csv"
    by_hand = path.read_text(encoding="utf-8") + "market-1,2025-03-05,,T,4,1.5,,market,\n"
    path.write_text(by_hand, encoding="utf-8")
    later = tmp_path / "later.csv"
    later.write_text("No,When,Code,What,Qty,Each,Who\n30,2025-05-01,S,soup,1,5.00,7\n",
                     encoding="utf-8")
    report = import_files("csv", [later], folder)
    [copy] = report.copies
    assert (folder / copy).read_text(encoding="utf-8") == by_hand
    assert {"market-1", "30", "1"} <= set(open_business(folder).table("orders")["order_id"])
    assert "kept a copy" in str(report)


def test_an_owner_s_own_workbook_is_merged_not_shadowed(business, till):
    folder = business()
    own = pd.DataFrame({"order_id": ["own-1"], "order_date": ["2025-01-01"], "product_id": ["T"],
                        "quantity": [1], "unit_price": [2.0]})
    own.to_excel(folder / "orders.xlsx", index=False)
    report = import_files("csv", [till], folder, mapping=MAP)
    assert not (folder / "orders.xlsx").exists()
    assert pd.read_excel(folder / report.copies[0])["order_id"].tolist() == ["own-1"]
    assert "own-1" in set(open_business(folder).table("orders")["order_id"])


def test_a_table_no_one_touched_gets_no_copy(business, till, tmp_path):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    later = tmp_path / "later.csv"
    later.write_text("No,When,Code,What,Qty,Each,Who\n30,2025-05-01,S,soup,1,5.00,7\n",
                     encoding="utf-8")
    assert import_files("csv", [later], folder).copies == ()


def test_the_key_is_the_owner_s_alone(business, till):
    folder = business()
    report = import_files("csv", [till], folder, mapping=MAP)
    key = (folder / ".key").read_bytes()
    assert len(key) == 32
    assert stat.S_IMODE((folder / ".key").stat().st_mode) == 0o600
    assert key.hex() not in str(report) and key not in (folder / "imports.yaml").read_bytes()


def test_a_lost_key_stops_the_import(business, till, tmp_path):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    (folder / ".key").unlink()
    with pytest.raises(CannotOpen, match="Put it back from a backup"):
        import_files("csv", [till], folder)


@pytest.mark.parametrize("failing_step", range(8))
def test_a_failure_while_writing_leaves_everything_as_it_was(business, till, tmp_path, monkeypatch,
                                                             failing_step):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    before = contents(folder)
    later = tmp_path / "later.csv"
    later.write_text("No,When,Code,What,Qty,Each,Who\n30,2025-05-01,S,soup,1,5.00,7\n",
                     encoding="utf-8")
    replace, steps = os.replace, iter(range(100))

    def failing(source, target):
        if next(steps) == failing_step:
            raise PermissionError("open in another program")
        return replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(PermissionError):
        import_files("csv", [later], folder)
    assert contents(folder) == before


def test_one_bad_file_of_several_stops_them_all(business, till, tmp_path):
    folder = business()
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataProblems):
        import_files("csv", [till, bad], folder, mapping=MAP)
    assert set(contents(folder)) == {"business.yaml"}


def test_other_sources_take_no_mapping(business, till):
    with pytest.raises(OwnerError, match="leave out --map"):
        import_files("shopify", [till], business(), mapping=MAP)


def test_an_unknown_source_is_answered_with_the_nearest(business, till):
    with pytest.raises(OwnerError, match="Did you mean shopify"):
        import_files("shopfy", [till], business())


def test_a_product_list_fills_in_costs(business, till, tmp_path):
    folder = business()
    import_files("csv", [till], folder, mapping=MAP)
    path = tmp_path / "list.csv"
    path.write_text("SKU,Title,Group,Cost\nT,Tea,Drinks,0.40\n", encoding="utf-8")
    import_files("csv", [path], folder, mapping={"product_id": "SKU", "name": "Title",
                                                 "category": "Group", "unit_cost": "Cost"})
    products = open_business(folder).table("products").set_index("product_id")
    assert products.loc["T", ["name", "category", "unit_cost"]].tolist() == ["Tea", "Drinks", 0.4]
    assert "C" in products.index
