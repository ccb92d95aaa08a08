"""A business is a folder: found by name or path, its settings checked, its answers kept."""

import errno
import gzip

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import open_business
from helpers.core import files
from helpers.core.business import business_names, with_tables
from helpers.core.problems import (
    MUST_FIX, WORTH_A_LOOK, CannotOpen, DataProblems, NotEnoughData, OwnerError,
)

ORDERS = "order_id,order_date,product_id,quantity,unit_price\n1,2025-03-31,p,1,2.50\n"
HEADINGS = ORDERS.splitlines()[0] + "\n"


def settings_problems(make_business, settings):
    folder = make_business(settings=settings)
    with pytest.raises(DataProblems) as error:
        open_business(folder)
    return {problem.found: problem for problem in error.value.problems}


def only_setting_problem(make_business, line):
    (problem,) = settings_problems(
        make_business, f"name: Corner shop\ncurrency: GBP\n{line}\n").values()
    return problem


def test_a_business_opens_by_name_by_path_and_by_relative_path(make_business, monkeypatch):
    folder = make_business("corner_shop", orders=ORDERS)
    monkeypatch.chdir(folder.parent)
    places = ("corner_shop", folder, str(folder), "./corner_shop", "../businesses/corner_shop")
    for place in places:
        assert open_business(place).folder == folder.resolve()
    monkeypatch.chdir(folder)
    assert open_business(".").name == "Corner shop"


def test_an_owners_business_comes_before_a_sample_of_the_same_name(make_business):
    make_business("shop")
    assert open_business("shop").name == "Corner shop"
    assert not open_business("shop").is_sample


def test_an_unknown_name_is_answered_with_the_nearest_and_all_there_are(make_business):
    make_business("corner_shop")
    with pytest.raises(CannotOpen, match="Did you mean corner_shop") as error:
        open_business("cornershop")
    assert "saas" in str(error.value)


def test_a_folder_without_settings_is_told_what_it_lacks(businesses):
    (businesses / "bare").mkdir()
    with pytest.raises(CannotOpen, match="has no business.yaml"):
        open_business("bare")


def test_the_owners_businesses_are_listed_before_the_samples(make_business):
    make_business("zebra")
    assert business_names()[0] == "zebra"
    assert {"saas", "shop"} <= set(business_names())


def test_samples_open_and_hold_together():
    for name in ("saas", "shop"):
        business = open_business(name)
        assert business.is_sample
        assert business.check() == []


def test_a_sample_stands_in_where_a_table_lacks(make_business):
    own = open_business(make_business(orders=ORDERS))
    assert with_tables(own, "orders", sample="shop") is own
    assert with_tables(own, "subscriptions", sample="saas").is_sample


def test_the_settings_an_owner_leaves_out_have_good_sense(make_business):
    business = open_business(make_business())
    assert (business.currency, business.country, business.settings.week_start) == (
        "GBP", None, "monday")
    german = open_business(make_business(
        "laden", settings='name: Laden\ncurrency: EUR\ncountry: DE\nweek_start:\nlocale:\n'))
    assert german.format.money(1234.5) == "1.234\u00a0€"


def test_words_in_settings_may_be_capitalised(make_business):
    settings = "name: A\ncurrency: GBP\nweek_start: Sunday\nopening_days: [Friday, SUNDAY]\n"
    business = open_business(make_business(settings=settings))
    assert business.settings.week_start == "sunday"
    assert business.settings.opening_days == ("friday", "sunday")


def test_all_problems_of_the_settings_are_told_at_once(make_business):
    problems = settings_problems(make_business, """\
currency: pounds
country: UK
curency: GBP
timezone: Europe/Londn
week_start: someday
opening_days: friday
sells: dreams
locale: klingon
files: {dates: european, decimal: {ordrs: point}, sheets: 2}
""")
    assert set(problems) == {
        "no name", "currency: pounds", "country: UK", "curency: GBP", "timezone: Europe/Londn",
        "week_start: someday", "opening_days: friday", "sells: dreams", "locale: klingon",
        "files: dates: european", "files: decimal: ordrs", "files: sheets: 2",
    }
    assert problems["curency: GBP"].remedy == "write currency instead"
    assert problems["country: UK"].remedy == "write  country: GB"
    assert problems["timezone: Europe/Londn"].remedy == "write  timezone: Europe/London"
    assert problems["files: decimal: ordrs"].remedy == "write orders instead"


def test_a_locale_whose_letters_charts_lack_gives_way_and_that_is_said(make_business):
    business = open_business(make_business(
        settings="name: A\ncurrency: EGP\ncountry: EG\nlocale: ar_EG\n"))
    assert business.format.date("2025-03-09") == "9 Mar 2025"
    (problem,) = business.check()
    assert problem.severity == WORTH_A_LOOK
    assert problem.found == ("locale: ar_EG, which charts have no letters for; dates and numbers "
                             "follow en_GB instead")


def test_a_country_alone_decides_numbers_but_leaves_the_words_english(make_business):
    business = open_business(make_business(
        settings="name: A\ncurrency: BRL\ncountry: BR\n"))
    assert business.format.number(1234.5, digits=1) == "1.234,5"
    assert business.format.month("2025-02-01") == "Feb 2025"
    assert business.check() == []


def test_norway_without_quotes_is_understood(make_business):
    problem = only_setting_problem(make_business, "country: NO")
    assert "the word “no”" in problem.found
    assert problem.remedy == 'write  country: "NO"'
    settings = 'name: Butikk\ncurrency: NOK\ncountry: "NO"\n'
    assert open_business(make_business("butikk", settings=settings)).country == "NO"


@pytest.mark.parametrize(
    ("line", "remedy"),
    [("country: gb", "write  country: GB"), ("country: [GB]", "write  country: GB"),
     ("country: {code: GB}", "write  country: GB"), ("timezone: 7", None), ("sells: [goods]", None),
     ("week_start: [monday]", None), ("opening_days: [1]", None), ("files: day-first", None),
     ("? 2025", "delete the line")],
)
def test_settings_of_a_wrong_shape_are_told_not_tripped_over(make_business, line, remedy):
    if line.startswith("?"):
        line = "2025: yes"
    problem = only_setting_problem(make_business, line)
    assert remedy in (None, problem.remedy)


def test_a_name_that_yaml_takes_for_a_number_is_asked_for_in_quotes(make_business):
    problems = settings_problems(make_business, "name: 1984\ncurrency: gbp\n")
    assert problems["name: 1984"].remedy == 'write  name: "1984"'
    assert problems["currency: gbp"].remedy == "write  currency: GBP"


@pytest.mark.parametrize("settings", ["- name\n- currency\n", "just words", "name: a: b\n", "'"])
def test_settings_that_are_no_lines_of_yaml_are_refused(make_business, settings):
    with pytest.raises(CannotOpen, match="business.yaml in corner_shop"):
        open_business(make_business(settings=settings))


def test_settings_that_would_run_code_are_refused(make_business, tmp_path):
    target = tmp_path / "ran"
    with pytest.raises(CannotOpen):
        open_business(make_business(
            settings=f"name: !!python/object/apply:os.mkdir ['{target}']\ncurrency: GBP\n"))
    assert not target.exists()


@pytest.mark.parametrize(
    "settings",
    [
        "name: " + "[" * 100_000,
        "name: " + "[" * 500 + "]" * 500,
        "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nname: *c\n",
        "name: A\ncurrency: GBP\n" + "# more\n" * 200_000,
    ],
)
def test_settings_beyond_plain_lines_are_refused(make_business, settings):
    with pytest.raises(CannotOpen, match="business.yaml in corner_shop"):
        open_business(make_business(settings=settings))


@given(st.text(max_size=60) | st.text("abc:{}[]&*!?|>'\"# \n-", max_size=60))
def test_settings_of_any_text_open_or_are_refused_in_words(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("business")
    (folder / "business.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(OwnerError) as error:
        open_business(folder)
    assert str(error.value)


def test_a_table_counts_as_there_when_it_has_a_row(make_business):
    business = open_business(make_business(
        orders=ORDERS, customers="customer_id\n", products="product_id,name,category\n" + "\n" * 9))
    assert business.has("orders")
    assert not business.has("customers")
    assert not business.has("products")
    assert not business.has("marketing")
    assert business.tables == ("orders",)
    assert business.get("customers") is None


def test_blank_rows_before_the_first_do_not_hide_a_table(make_business):
    folder = make_business(customers="customer_id\n" + "\n" * 9 + "c\n")
    assert open_business(folder).has("customers")


def test_a_word_that_is_no_table_is_answered_with_the_nearest(make_business):
    with pytest.raises(OwnerError, match="Did you mean subscriptions"):
        open_business(make_business()).has("subscription")


def test_a_table_that_is_not_there_is_refused_with_its_file_name(make_business):
    business = open_business(make_business(customers="customer_id\n"))
    for name in ("orders", "customers"):
        with pytest.raises(NotEnoughData, match=f"{name}.csv"):
            business.table(name)


def test_a_table_comes_in_the_contracts_types_and_may_be_changed_freely(make_business):
    business = open_business(make_business(orders=ORDERS))
    orders = business.table("orders")
    assert orders.loc[0, "order_date"] == pd.Timestamp("2025-03-31")
    orders.loc[0, "quantity"] = 99
    assert business.table("orders").loc[0, "quantity"] == 1


def test_a_table_of_every_kind_of_file_is_found(make_business):
    frame = pd.DataFrame({"customer_id": ["c1"]})
    for ending in ("csv", "csv.gz", "tsv", "parquet", "xlsx", "CSV"):
        folder = make_business(ending)
        path = folder / f"{'Customers' if ending == 'CSV' else 'customers'}.{ending}"
        if ending == "parquet":
            frame.to_parquet(path)
        elif ending == "xlsx":
            frame.to_excel(path, index=False)
        else:
            text = frame.to_csv(index=False).encode()
            path.write_bytes(gzip.compress(text) if ending == "csv.gz" else text)
        assert open_business(folder).table("customers")["customer_id"].tolist() == ["c1"]


@pytest.fixture
def whole(monkeypatch):
    """The names of the files that are read to their end, one for each time."""
    reader, names = files.read_text_table, []

    def counted(path, *, rows=None, **options):
        if rows is None:
            names.append(path.name)
        return reader(path, rows=rows, **options)

    monkeypatch.setattr(files, "read_text_table", counted)
    return names


def test_each_table_is_read_whole_once(make_business, whole):
    folder = make_business(orders=ORDERS, products="product_id,name,category\np,Tea,Hot\n",
                           customers="customer_id\n")
    business = open_business(folder)
    assert business.has("orders")
    assert whole == []
    assert business.check() == []
    assert business.tables == ("orders", "products")
    business.table("orders")
    assert not business.has("customers")
    assert sorted(whole) == ["customers.csv", "orders.csv", "products.csv"]


def test_whether_a_table_has_rows_is_looked_up_once_for_each_version(make_business, monkeypatch):
    folder, reader, looks = make_business(orders=ORDERS), files.read_text_table, []
    monkeypatch.setattr(
        files, "read_text_table",
        lambda path, **options: (looks.append(path.name), reader(path, **options))[1])
    assert [open_business(folder).has("orders") for _ in range(3)] == [True] * 3
    assert looks == ["orders.csv"]
    (folder / "orders.csv").write_text(HEADINGS)
    assert not open_business(folder).has("orders")


def test_a_business_that_is_opened_anew_reads_only_what_has_changed(make_business, whole):
    folder = make_business(orders=ORDERS, customers="customer_id\nc1\n")

    def looked_at():
        business = open_business(folder)
        return [len(business.table(name)) for name in ("orders", "customers")]

    taken = open_business(folder).table("orders")
    taken.loc[0, "quantity"] = 99
    assert open_business(folder).table("orders")["quantity"].tolist() == [1]
    assert looked_at() == looked_at() == [1, 1]
    assert whole == ["orders.csv", "customers.csv"]
    (folder / "customers.csv").write_text("customer_id\nc1\nc2\n")
    assert looked_at() == [1, 2]
    assert whole == ["orders.csv", "customers.csv", "customers.csv"]


def test_a_table_is_read_again_when_it_is_said_how_its_dates_are_meant(make_business):
    orders = ORDERS.replace("2025-03-31", "02/03/2025")
    folder = make_business(orders=orders)
    with pytest.raises(DataProblems):
        open_business(folder).table("orders")
    for meant, month in (("day-first", 3), ("month-first", 2)):
        with (folder / "business.yaml").open("a") as settings:
            settings.write(f"files: {{dates: {meant}}}\n")
        assert open_business(folder).table("orders")["order_date"].dt.month.tolist() == [month]
        text = (folder / "business.yaml").read_text().rsplit("files:", 1)[0]
        (folder / "business.yaml").write_text(text)


def test_tables_are_let_go_of(make_business, whole):
    folder = make_business(orders=ORDERS)
    business = open_business(folder)
    for _ in range(2):
        assert business.table("orders")["quantity"].tolist() == [1]
        business.forget_tables()
    assert whole == ["orders.csv", "orders.csv"]


@pytest.fixture
def handed(make_business, tmp_path, monkeypatch):
    """A business whose orders have been handed over, to whoever opens it next."""
    folder = make_business(orders=ORDERS)
    business = open_business(folder)
    business.table("orders")
    business.hand_over_tables(tmp_path / "tables")
    business.forget_tables()
    monkeypatch.setenv("GROWTH_TABLES", str(tmp_path / "tables"))
    return folder


def test_a_table_that_was_handed_over_is_not_read_again(handed, tmp_path, whole, monkeypatch):
    assert (tmp_path / "tables").stat().st_mode & 0o777 == 0o700
    there = open_business(handed)
    given, problems = there.table("orders"), there.check()
    assert whole == []
    monkeypatch.delenv("GROWTH_TABLES")
    there.forget_tables()
    here = open_business(handed)
    pd.testing.assert_frame_equal(given, here.table("orders"), check_exact=True)
    assert problems == here.check() and whole == ["orders.csv"]


def test_what_has_changed_since_it_was_handed_over_is_read(handed, whole):
    (handed / "orders.csv").write_text(ORDERS + ORDERS.splitlines()[1].replace("1,", "2,", 1))
    assert len(open_business(handed).table("orders")) == 2
    assert whole == ["orders.csv"]


def test_a_table_that_was_handed_over_in_part_is_read(handed, tmp_path, whole):
    path = tmp_path / "tables" / "orders"
    for part in (path.read_bytes()[:-50], b"nothing of the kind", b""):
        path.write_bytes(part)
        business = open_business(handed)
        assert len(business.table("orders")) == 1
        business.forget_tables()
    assert whole == ["orders.csv"] * 3


def test_where_there_is_no_room_nothing_is_handed_over(make_business, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    business = open_business(make_business(orders=ORDERS))
    business.table("orders")
    monkeypatch.setattr("helpers.core.table_handover.pickle.dump", full)
    business.hand_over_tables(tmp_path / "tables")
    assert list((tmp_path / "tables").iterdir()) == []


def test_two_files_for_one_table_are_refused_by_their_names(make_business):
    folder = make_business(customers="customer_id\nc\n")
    (folder / "customers.tsv").write_text("customer_id\nc\n")
    with pytest.raises(DataProblems, match="customers.csv and customers.tsv"):
        open_business(folder).has("customers")


def test_only_problems_that_must_be_fixed_keep_a_table_back(make_business):
    business = open_business(make_business(
        customers="customer_id,email\nc,c@shop.example\n", orders=ORDERS.replace("2.50", "-2.50")))
    assert len(business.table("customers")) == 1
    with pytest.raises(DataProblems, match="0 or more"):
        business.table("orders")


def test_the_check_tells_every_problem_of_every_file_at_once(make_business):
    folder = make_business(
        orders=ORDERS.replace("2025-03-31", "soon"), customers="customer_id,email\nc,x\n",
        marketing="month,channel,spend\n2025-03,web,1,2\n", feedback="", order_lines="a\n1\n")
    (folder / "products.xlsx").write_bytes(b"damaged")
    problems = open_business(folder).check()
    told = [(problem.file, problem.severity) for problem in problems]
    assert sorted(told[:4]) == [("feedback.csv", MUST_FIX), ("marketing.csv", MUST_FIX),
                                ("orders.csv", MUST_FIX), ("products.xlsx", MUST_FIX)]
    assert sorted(told[4:]) == [("customers.csv", WORTH_A_LOOK), ("order_lines.csv", WORTH_A_LOOK)]


def test_the_check_sees_codes_that_no_other_table_knows(make_business):
    folder = make_business(orders=ORDERS, products="product_id,name,category\nq,Tea,Hot\n")
    (problem,) = open_business(folder).check()
    assert (problem.file, problem.column) == ("orders.csv", "product_id")


def test_an_ambiguous_file_is_settled_through_business_yaml(make_business):
    ambiguous = ORDERS.replace("2025-03-31", "03/04/2025").replace("2.50", '"1,250"')
    folder = make_business(orders=ambiguous)
    with pytest.raises(DataProblems) as error:
        open_business(folder).table("orders")
    assert {problem.column for problem in error.value.problems} == {"order_date", "unit_price"}
    settings = folder / "business.yaml"
    plain = settings.read_text()
    settings.write_text(plain + "files:\n  dates: day-first\n  decimal: point\n")
    orders = open_business(folder).table("orders")
    assert orders.loc[0, "order_date"] == pd.Timestamp("2025-04-03")
    assert orders.loc[0, "unit_price"] == 1250
    settings.write_text(plain + "files: {dates: {orders: month-first}, decimal: {orders: comma}}\n")
    orders = open_business(folder).table("orders")
    assert orders.loc[0, "order_date"] == pd.Timestamp("2025-03-04")
    assert orders.loc[0, "unit_price"] == 1.25


def test_a_column_counts_as_there_once_it_holds_a_value(make_business):
    own = open_business(make_business(customers="customer_id,member,region\na,,North\nb,,\n"))
    assert own.has("customers.region")
    assert not own.has("customers.member")
    assert not own.has("orders.channel")
    assert with_tables(own, "customers.member", sample="shop").is_sample
