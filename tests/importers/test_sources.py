"""Each system's exports, by fixtures made by hand with invented people."""

from pathlib import Path

import pandas as pd
import pytest

from helpers import open_business
from helpers.core.problems import DataProblems
from helpers.importers import import_files, sources

FIXTURES = Path(__file__).parent / "fixtures"
FILES = [("shopify", "EUR", "shopify_orders.csv"), ("shopify", "EUR", "shopify_orders_later.csv"),
         ("square", "USD", "square_items.csv"), ("square", "USD", "square_items_later.csv"),
         ("stripe", "EUR", "stripe_subscriptions.csv"), ("stripe", "EUR", "stripe_payments.csv"),
         ("woocommerce", "GBP", "woocommerce_report.csv"),
         ("woocommerce", "GBP", "woocommerce_items.csv")]
PERSONAL_COLUMNS = {
    "Email", "Billing Name", "Billing Street", "Billing Zip", "Billing Phone", "Shipping Name",
    "Customer Name", "Customer Email", "Customer", "billing_email", "billing_phone",
    "billing_address_1", "billing_last_name", "Notes", "Customer ID", "customer_note",
    "Customer Description", "Billing City",
}


def take(source, folder, *names):
    return import_files(source, [FIXTURES / name for name in names], folder)


def revenue(orders):
    return orders["quantity"] * orders["unit_price"] - orders["discount"].fillna(0)


def orders_of(folder):
    return open_business(folder).table("orders")


@pytest.mark.parametrize("source, currency, name", FILES)
def test_every_row_is_kept_or_set_aside_for_one_reason(business, source, currency, name):
    report = take(source, business(currency), name)
    [file] = report.files
    assert file.rows_read == len(pd.read_csv(FIXTURES / name))
    assert file.rows_read == file.rows_kept + sum(report.set_aside.values())


@pytest.mark.parametrize("source, currency, name", FILES)
def test_no_personal_value_is_anywhere_in_the_folder(business, source, currency, name):
    folder = business(currency)
    report = take(source, folder, name)
    cells = pd.read_csv(FIXTURES / name, dtype="str")
    personal = {value for column in PERSONAL_COLUMNS & set(cells.columns)
                for value in cells[column].dropna()} | {"Ana Peña"}
    assert len(personal) > 1
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    everything = (everything + str(report).encode()).lower()
    assert not [value for value in personal if value.lower().encode() in everything]


@pytest.mark.parametrize("source, currency, name", FILES)
def test_the_tables_pass_the_contract(business, source, currency, name):
    folder = business(currency)
    take(source, folder, name)
    assert open_business(folder).check() == []


def test_shopify_orders_add_up_to_their_subtotals(business):
    folder = business("EUR")
    take("shopify", folder, "shopify_orders.csv")
    orders = orders_of(folder)
    sold = revenue(orders[orders["quantity"] > 0]).groupby(orders["order_id"]).sum()
    assert sold.to_dict() == {"shopify-1001": 45, "shopify-1002": 30, "shopify-1003": 15,
                              "shopify-1004": 40}


def test_shopify_cancellation_returns_the_lines_on_its_own_day(business):
    folder = business("EUR")
    take("shopify", folder, "shopify_orders.csv")
    lines = orders_of(folder).query("order_id == 'shopify-1002'")
    assert lines["quantity"].tolist() == [2, -2]
    assert lines["order_date"].dt.strftime("%m-%d").tolist() == ["03-02", "03-05"]


def test_shopify_part_refund_takes_its_share_without_postage(business):
    folder = business("EUR")
    take("shopify", folder, "shopify_orders.csv")
    refund = orders_of(folder).query("order_id == 'shopify-1004' and quantity < 0")
    assert refund["product_id"].tolist() == ["refund"]
    assert revenue(refund).tolist() == [-20]  # 25 of 50 paid, of which goods were 40


def test_shopify_first_row_s_customer_holds_for_the_whole_order_in_any_spelling(business):
    folder = business("EUR")
    take("shopify", folder, "shopify_orders.csv")
    orders = orders_of(folder).set_index("order_id")["customer_id"]
    ana = orders.loc[["shopify-1001", "shopify-1004"]]
    assert ana.notna().all() and ana.nunique() == 1
    assert orders.loc[["shopify-1003"]].isna().all()


def test_shopify_rows_are_set_aside_for_unpaid_free_and_foreign_money(business):
    report = take("shopify", business("EUR"), "shopify_orders.csv")
    assert report.set_aside == {
        "the order was cancelled or expired before it was paid": 1,
        "a price of zero: given away, or a correction of the stock": 1,
        "in USD, while the business counts in EUR": 1,
    }


def test_shopify_later_export_replaces_its_orders_and_leaves_the_others(business):
    folder = business("EUR")
    take("shopify", folder, "shopify_orders.csv")
    before = orders_of(folder)
    take("shopify", folder, "shopify_orders_later.csv")
    after = orders_of(folder)
    assert after.query("order_id == 'shopify-1003'")["quantity"].tolist() == [1, -1]
    untouched = ["shopify-1001", "shopify-1002", "shopify-1004"]
    pd.testing.assert_frame_equal(after[after["order_id"].isin(untouched)].reset_index(drop=True),
                                  before[before["order_id"].isin(untouched)].reset_index(drop=True))


def test_a_customer_s_full_name_is_taken_out_of_product_names(business):
    folder = business("EUR")
    take("shopify", folder, "shopify_orders_later.csv")
    assert "Deposit (removed)" in set(open_business(folder).table("products")["name"])


def test_square_refund_in_a_later_export_does_not_replace_the_sale(business):
    folder = business("USD")
    take("square", folder, "square_items.csv")
    take("square", folder, "square_items_later.csv")
    orders = orders_of(folder)
    latte = orders[orders["product_id"] == "LAT-L"]
    assert latte["quantity"].tolist() == [2, -1]
    assert revenue(latte).tolist() == [10, -5]
    assert latte["customer_id"].nunique() == 1


def test_square_refund_of_a_sum_alone_is_one_negative_line(business):
    folder = business("USD")
    take("square", folder, "square_items_later.csv")
    line = orders_of(folder).query("product_id == 'Custom Amount'")
    assert (line["quantity"].item(), line["unit_price"].item()) == (-1, 2)


def test_square_prices_with_tax_use_product_sales(business, tmp_path):
    cells = pd.read_csv(FIXTURES / "square_items.csv", dtype="str")
    cells["Product Sales"] = cells["Gross Sales"]
    cells["Gross Sales"] = "$99.00"
    cells.to_csv(tmp_path / "au.csv", index=False)
    folder = business("AUD")
    import_files("square", [tmp_path / "au.csv"], folder)
    orders = orders_of(folder)
    assert orders["unit_price"].tolist() == [5.5, 3.5, 3.5, 3.5]
    assert revenue(orders).sum() == 20.5


def test_square_pounds_are_not_dollars(business, tmp_path):
    text = (FIXTURES / "square_items.csv").read_text(encoding="utf-8").replace("$", "£")
    (tmp_path / "uk.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataProblems, match="in GBP, while the business counts in USD"):
        import_files("square", [tmp_path / "uk.csv"], business("USD"))


def test_identical_lines_of_one_order_are_kept_and_remarked(business):
    folder = business("USD")
    report = take("square", folder, "square_items.csv")
    assert len(orders_of(folder).query("order_id == 'square-Tx2BBB'")) == 2
    assert any("same as another line" in remark for remark in report.files[0].remarks)


def test_stripe_fees_are_monthly_and_trials_begin_when_they_end(business):
    folder = business("EUR")
    take("stripe", folder, "stripe_subscriptions.csv")
    table = open_business(folder).table("subscriptions").set_index("plan")
    assert table.loc["Team", "monthly_fee"] == 60
    yearly, weekly = table.loc["Solo"].sort_values("start_date").itertuples()
    assert yearly.monthly_fee == 10
    assert weekly.monthly_fee == pytest.approx(3 * 365.25 / 7 / 12)
    assert yearly.start_date == pd.Timestamp("2025-01-15")
    assert yearly.end_date == pd.Timestamp("2025-04-02")


def test_stripe_moments_are_days_where_the_business_is(business):
    folder = business("EUR", "timezone: Europe/Oslo")
    report = take("stripe", folder, "stripe_subscriptions.csv")
    starts = open_business(folder).table("subscriptions")["start_date"]
    assert starts.min() == pd.Timestamp("2025-01-11")
    assert not any("UTC" in remark for remark in report.files[0].remarks)


def test_stripe_without_a_time_zone_says_that_days_are_utc(business):
    folder = business("EUR")
    report = take("stripe", folder, "stripe_subscriptions.csv")
    starts = open_business(folder).table("subscriptions")["start_date"]
    assert starts.min() == pd.Timestamp("2025-01-10")
    assert any("UTC days" in remark for remark in report.files[0].remarks)


def test_stripe_changed_plan_replaces_the_subscription(business):
    folder = business("EUR")
    take("stripe", folder, "stripe_subscriptions.csv", "stripe_subscriptions_later.csv")
    table = open_business(folder).table("subscriptions")
    assert sorted(table["plan"]) == ["Agency", "Solo", "Solo"]


def test_stripe_refund_stands_on_its_day_and_shares_customers_with_subscriptions(business):
    folder = business("EUR")
    take("stripe", folder, "stripe_subscriptions.csv", "stripe_payments.csv")
    orders = orders_of(folder)
    back = orders[orders["quantity"] < 0]
    assert revenue(back).tolist() == [-30]
    assert back["order_date"].tolist() == [pd.Timestamp("2025-05-20")]
    known = set(open_business(folder).table("subscriptions")["customer_id"])
    assert set(orders["customer_id"].dropna()) <= known


def test_woocommerce_report_keeps_mixed_orders_whole_and_refunds_apart(business):
    folder = business("GBP")
    take("woocommerce", folder, "woocommerce_report.csv", "woocommerce_report_later.csv")
    orders = orders_of(folder)
    assert revenue(orders).groupby(orders["order_id"]).sum().to_dict() == {
        "woocommerce-501": 12, "woocommerce-502": 30.5, "woocommerce-503": 12,
        "woocommerce-505": 12}
    mixed = orders.query("order_id == 'woocommerce-502'")
    assert mixed["product_id"].tolist() == ["several-products"]
    sian = orders[orders["order_id"].isin(["woocommerce-501", "woocommerce-502"])]["customer_id"]
    assert sian.notna().all() and sian.nunique() == 1


def test_woocommerce_items_come_back_when_refunded(business):
    folder = business("GBP")
    report = take("woocommerce", folder, "woocommerce_items.csv")
    orders = orders_of(folder)
    assert revenue(orders).groupby(orders["order_id"]).sum().to_dict() == {
        "woocommerce-701": 27, "woocommerce-702": 0}
    assert report.set_aside == {"the order was not paid": 1}


def test_a_file_of_another_system_is_recognised(business):
    with pytest.raises(DataProblems, match="looks like a Square item detail export") as caught:
        take("shopify", business(), "square_items.csv")
    assert "growth import square" in str(caught.value)


def test_a_wrong_export_of_the_right_system_names_the_one_to_make(business, tmp_path):
    (tmp_path / "transactions.csv").write_text(
        "Date,Time,Gross Sales,Net Sales,Transaction ID,Event Type,Items\n", encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        import_files("square", [tmp_path / "transactions.csv"], business("USD"))
    told = str(caught.value)
    assert "column Item" in told and "nearest heading is “Items”" in told
    assert "Items Detail CSV" in told


def test_headings_are_found_in_any_case(business, tmp_path):
    text = (FIXTURES / "woocommerce_report.csv").read_text(encoding="utf-8")
    (tmp_path / "small.csv").write_text(text.replace("Net Sales", "Net sales"), encoding="utf-8")
    folder = business("GBP")
    import_files("woocommerce", [tmp_path / "small.csv"], folder)
    assert len(orders_of(folder)) == 3


def test_each_source_is_one_module():
    modules = Path(import_files.__code__.co_filename).parent.joinpath("sources").glob("[!_]*.py")
    assert sorted(sources()) == sorted(module.stem for module in modules)
