"""One client with a million order lines: seconds and memory, against pandas as taught and DuckDB.

    python -m benchmarks.scale                                    # about three minutes
    python -m benchmarks.scale --lines 10_000_000 --rounds 3      # about half an hour

Every measurement is a process of its own, so that its peak of memory is its own too, and the
contestants take turns, so that a busy machine slows them alike. The clock runs from the table in
memory to the result (for loading: from the files); importing packages is not counted, nor is
connecting to DuckDB. What the contestants found is checked to be equal.

"Pandas as taught" is what tutorials on cohorts and RFM show, without their slowest habit, a Python
function called for each group. DuckDB gets the quickest plain SQL that was found. For loading, the
two read the files with the types told and count what breaks a rule; this workbook has to find out
how dates and numbers are meant, and says which rows are wrong.

For what is counted after that, each starts from the table as its own loading leaves it: DuckDB from
a table of its own, this workbook from the table in memory; DuckDB "from Arrow" reads the same table
without a copy, in pieces for all its threads.

Needed by this script alone:  pip install duckdb
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from helpers import open_business
from helpers.analysis.cohorts import Retention, cohort_retention
from helpers.analysis.customer_value import CustomerTotals, customer_totals

try:
    import duckdb
except ModuleNotFoundError:
    sys.exit("This benchmark needs DuckDB to compare with:  pip install duckdb")

LINES, ROUNDS = 1_000_000, 5
REPORT_ROUNDS = 1
FIRST_DAY, LAST_DAY = np.datetime64("2022-01-01"), np.datetime64("2025-12-31")
DAYS = int((LAST_DAY - FIRST_DAY).astype(int)) + 1
LINES_PER_CUSTOMER, MOST_LINES_PER_ORDER, MOST_ORDERS = 8, 4, 200
PRODUCTS, STRAY_PRODUCT = 60, "P99"
GUESTS, REFUNDS, DISCOUNTED, STRAYS = 0.06, 0.03, 0.1, 0.001
REFUNDED_AFTER_DAYS = 7
FIRST_ORDER_NUMBER = 10001
DUCKDB_PIECE = 122_880  # lines, as in its own tables
MIB = 1 << 20
CENT = 0.005
# On a virtual machine the first touch of a huge page measures its host.
SMALL_PAGES = {"NUMPY_MADVISE_HUGEPAGE": "0"}
CLIENT, TABLE, FOUND = "client", "orders.arrow", "{stage} {contestant}.parquet"

SETTINGS = """\
name: A large client
currency: GBP
country: GB
"""


def make_client(place: Path, lines: int, seed: int = 1) -> None:
    """Write a business with so many order lines, by day as a shop's system exports them.

    Its orders as the workbook holds them are kept beside it, for those who start from there.
    """
    folder = place / CLIENT
    rng = np.random.default_rng(seed)
    who, day = _orders(rng, max(lines // LINES_PER_CUSTOMER, 100))
    sold = lines - int(REFUNDS * lines)
    items = rng.integers(1, MOST_LINES_PER_ORDER + 1, len(who))
    order = np.repeat(np.arange(len(who)), items)[:sold]
    product = rng.integers(0, PRODUCTS, sold)
    price = np.round(rng.uniform(4, 60, PRODUCTS), 2)[product]
    quantity = rng.integers(1, 4, sold)
    off = np.where(rng.random(sold) < DISCOUNTED, np.round(price * quantity / 10, 2), 0)
    line = np.concatenate([np.arange(sold), rng.choice(sold, lines - sold, replace=False)])
    refund = np.arange(lines) >= sold
    line_day = np.minimum(day[order[line]] + REFUNDED_AFTER_DAYS * refund, DAYS - 1)
    by_day = np.argsort(line_day, kind="stable")
    line, refund, line_day = line[by_day], refund[by_day], line_day[by_day]
    order, sign = order[line], np.where(refund, -1, 1)
    people = np.array([f"c-{code:016x}" for code in rng.integers(0, 2**63, who.max() + 1)])
    guest = rng.random(len(who)) < GUESTS
    number = np.argsort(np.argsort(day, kind="stable"), kind="stable") + FIRST_ORDER_NUMBER
    codes = np.array([*(f"P{number:02d}" for number in range(PRODUCTS)), STRAY_PRODUCT])
    folder.mkdir()
    pyarrow.csv.write_csv(pa.table({
        "order_id": number[order],
        "order_date": pa.array(FIRST_DAY + line_day),
        "customer_id": pa.array(people[who[order]], mask=guest[order]),
        "product_id": codes[np.where(rng.random(lines) < STRAYS, PRODUCTS, product[line])],
        "quantity": sign * quantity[line],
        "unit_price": price[line],
        "discount": pa.array(sign * off[line], mask=off[line] == 0),
        "channel": np.array(["web", "shop", "market"])[order % 3],
    }), folder / "orders.csv")
    pd.DataFrame({"customer_id": people}).to_csv(folder / "customers.csv", index=False)
    pd.DataFrame({
        "product_id": codes[:-1], "name": codes[:-1], "category": "things", "unit_cost": 3.0,
    }).to_csv(folder / "products.csv", index=False)
    (folder / "business.yaml").write_text(SETTINGS, encoding="utf-8")
    orders = open_business(folder).table("orders")
    table = pa.Table.from_pandas(orders, preserve_index=False)
    with pa.OSFile(str(place / TABLE), "wb") as file, pa.ipc.new_file(file, table.schema) as out:
        out.write_table(table)


def _orders(rng: np.random.Generator, customers: int) -> tuple[np.ndarray, np.ndarray]:
    """Whose each order is and on which day: a growing business that few come back to often."""
    first = (DAYS * np.sqrt(rng.random(customers))).astype(int)
    placed = np.minimum(rng.geometric(rng.beta(2, 6, customers).clip(0.04)), MOST_ORDERS)
    who = np.repeat(np.arange(customers), placed)
    waited = np.cumsum(rng.exponential(45, len(who)).astype(int))
    day = first[who] + waited - waited[np.cumsum(placed) - placed][who]
    return who[day < DAYS], day[day < DAYS]


def arrow_table(place: Path) -> pa.Table:
    with pa.OSFile(str(place / TABLE)) as file:
        return pa.ipc.open_file(file).read_all()


def pandas_table(place: Path) -> pd.DataFrame:
    return arrow_table(place).to_pandas(split_blocks=True, self_destruct=True)


def asked(query: str, place: Path, own: bool):
    """DuckDB, ready to answer a query about a table of its own, or about Arrow's."""
    table, database = arrow_table(place), duckdb.connect()
    pieces = pa.Table.from_batches(table.to_batches(max_chunksize=DUCKDB_PIECE))
    database.register("arrow", pieces)
    database.execute(f"create {'table' if own else 'view'} orders as from arrow")
    if own:
        database.unregister("arrow")
        del table, pieces
    return lambda: database.sql(query).to_arrow_table()


# Each contestant makes itself ready in a folder, and gives back the work to be measured.


def our_check(place: Path):
    def work():
        business = open_business(place / CLIENT)
        orders, problems = business.table("orders"), business.check()
        return pd.DataFrame({
            "lines": [len(orders)], "units": orders["quantity"].sum(),
            "wrong": sum(problem.count for problem in problems),
        })
    return work


REQUIRED = ["order_id", "order_date", "product_id", "quantity", "unit_price"]
CODES = ["order_id", "customer_id", "product_id"]


def taught_check(place: Path):
    folder = place / CLIENT

    def work():
        orders = pd.read_csv(folder / "orders.csv", parse_dates=["order_date"],
                             dtype=dict.fromkeys(CODES, "str"))
        products = pd.read_csv(folder / "products.csv")
        customers = pd.read_csv(folder / "customers.csv")
        named = orders["customer_id"].dropna()
        wrong = (
            orders[REQUIRED].isna().sum().sum(), (orders["unit_price"] < 0).sum(),
            (~orders["product_id"].isin(products["product_id"])).sum(),
            (~named.isin(customers["customer_id"])).sum(),
            customers["customer_id"].duplicated().sum(), products["product_id"].duplicated().sum(),
        )
        return pd.DataFrame({
            "lines": [len(orders)], "units": orders["quantity"].sum(), "wrong": sum(wrong)})
    return work


DUCKDB_CHECK = """
    create table orders as from read_csv('{folder}/orders.csv', header = true, types = {{
        'order_id': 'varchar', 'order_date': 'date', 'customer_id': 'varchar',
        'product_id': 'varchar', 'quantity': 'double', 'unit_price': 'double',
        'discount': 'double'}});
    create table products as from read_csv('{folder}/products.csv', header = true);
    create table customers as from read_csv('{folder}/customers.csv', header = true);
    select count(*) as lines, sum(quantity) as units,
        count_if(order_id is null) + count_if(order_date is null) + count_if(product_id is null)
        + count_if(quantity is null) + count_if(unit_price is null) + count_if(unit_price < 0)
        + count_if(product_id not in (select product_id from products))
        + count_if(customer_id not in (select customer_id from customers))
        + (select count(*) - count(distinct product_id) from products)
        + (select count(*) - count(distinct customer_id) from customers) as wrong
    from orders
"""


def duckdb_check(place: Path):
    database = duckdb.connect()
    return lambda: database.execute(DUCKDB_CHECK.format(folder=place / CLIENT)).to_arrow_table()


def our_cohorts(place: Path):
    orders = pandas_table(place)
    return lambda: cohort_retention(orders, as_of=LAST_DAY)


def taught_cohorts(place: Path):
    orders = pandas_table(place)

    def work():
        known = orders.dropna(subset=["customer_id"])
        revenue = known["quantity"] * known["unit_price"] - known["discount"].fillna(0)
        first_day = known.groupby("customer_id")["order_date"].transform("min")
        known = known.assign(
            revenue=revenue, month=known["order_date"].dt.to_period("M"),
            cohort=first_day.dt.to_period("M"),
        )
        bought = known[known["quantity"] > 0]
        table = pd.DataFrame({
            "customers": bought.groupby(["cohort", "month"])["customer_id"].nunique(),
            "revenue": known.groupby(["cohort", "month"])["revenue"].sum(),
        }).reset_index()
        table["age"] = (table["month"] - table["cohort"]).map(lambda months: months.n)
        return table.pivot(index="cohort", columns="age", values=["customers", "revenue"])
    return work


def duckdb_cohorts(place: Path, own: bool = True):
    return asked("""
        with by_month as (
            select customer_id, datediff('month', date '1970-01-01', order_date) as month,
                bool_or(quantity > 0) as bought,
                sum(quantity * unit_price - coalesce(discount, 0)) as revenue
            from orders where customer_id is not null group by all
        ), firsts as (
            select customer_id, min(month) as cohort from by_month group by all
        )
        select cohort, month - cohort as age, count_if(bought) as customers,
            sum(revenue) as revenue
        from by_month join firsts using (customer_id) group by all
    """, place, own)


def our_totals(place: Path):
    orders = pandas_table(place)
    return lambda: customer_totals(orders, as_of=LAST_DAY)


def taught_totals(place: Path):
    orders = pandas_table(place)

    def work():
        known = orders.dropna(subset=["customer_id"])
        known = known.assign(
            revenue=known["quantity"] * known["unit_price"] - known["discount"].fillna(0))
        bought = known[known["quantity"] > 0]
        totals = bought.groupby("customer_id").agg(
            first_purchase=("order_date", "min"), last_purchase=("order_date", "max"),
            purchases=("order_date", "nunique"),
        )
        totals["days_since_last"] = (pd.Timestamp(LAST_DAY) - totals["last_purchase"]).dt.days
        totals["revenue"] = known.groupby("customer_id")["revenue"].sum()
        return totals.reset_index()
    return work


def duckdb_totals(place: Path, own: bool = True):
    return asked(f"""
        with by_day as (
            select customer_id, order_date, bool_or(quantity > 0) as bought,
                sum(quantity * unit_price - coalesce(discount, 0)) as revenue
            from orders where customer_id is not null group by all
        )
        select customer_id, min(order_date) as first_purchase,
            max(order_date) filter (bought) as last_purchase,
            datediff('day', max(order_date) filter (bought), date '{LAST_DAY}') as days_since_last,
            count_if(bought) as purchases, sum(revenue) as revenue
        from by_day group by all
    """, place, own)


def our_report(place: Path):
    from helpers.reports import make_reports

    def work():
        with tempfile.TemporaryDirectory() as out:
            result = make_reports([place / CLIENT], out)
        return pd.DataFrame({"failed": [len(result.failed)]})
    return work


STAGES = {
    "load and check": {"this workbook": our_check, "pandas as taught": taught_check,
                       "DuckDB": duckdb_check},
    "monthly cohorts": {"this workbook": our_cohorts, "pandas as taught": taught_cohorts,
                        "DuckDB": duckdb_cohorts,
                        "DuckDB from Arrow": partial(duckdb_cohorts, own=False)},
    "customers' totals": {"this workbook": our_totals, "pandas as taught": taught_totals,
                          "DuckDB": duckdb_totals,
                          "DuckDB from Arrow": partial(duckdb_totals, own=False)},
    "the whole report": {"this workbook": our_report},
}


def plain(result) -> pd.DataFrame:
    """What a contestant found, in a form that the others' can be compared with."""
    if isinstance(result, pa.Table):
        result = result.to_pandas()
    if isinstance(result, CustomerTotals):
        result = result.frame.reset_index()
    if isinstance(result, Retention):
        result = pd.concat({"customers": result.counts, "revenue": result.revenue}, axis=1)
    if isinstance(result.columns, pd.MultiIndex):
        months = pd.Index(result.index.asi8, name="cohort")
        result = result.set_axis(months).rename_axis(columns=[None, "age"])
        result = result.stack("age").reset_index()
    if "cohort" in result:
        result = result.fillna({"customers": 0})
        result = result[(result["customers"] > 0) | (result["revenue"].abs() > CENT)]
    return result[sorted(result)].sort_values(
        [name for name in ("customer_id", "cohort", "age") if name in result], ignore_index=True)


def measured(stage: str, contestant: str, place: Path) -> dict[str, float]:
    """Do the work once, here, and leave what was found in `place`."""
    before = _peak_bytes()
    work = STAGES[stage][contestant](place)
    clock, cpu = time.perf_counter(), _cpu_seconds()
    result = work()
    figures = {"seconds": time.perf_counter() - clock, "cpu": _cpu_seconds() - cpu,
               "peak": _peak_bytes(), "grown": _peak_bytes() - before}
    plain(result).to_parquet(place / FOUND.format(stage=stage, contestant=contestant))
    return figures


def _peak_bytes() -> int:
    """The most memory this process, or any one it waited for, has had."""
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(who).ru_maxrss
                      for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def in_new_process(*arguments) -> str:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.scale", *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True,
                          env=os.environ | SMALL_PAGES).stdout


def compare(stage: str, place: Path, rounds: int, table_bytes: int) -> None:
    """Let the contestants of a stage take turns, and print what each needed."""
    figures = {contestant: [] for contestant in STAGES[stage]}
    for _ in range(rounds):
        for contestant, rows in figures.items():
            rows.append(json.loads(in_new_process("--measure", stage, contestant, place)))
    middle = pd.DataFrame({
        contestant: {name: statistics.median(row[name] for row in rows) for name in rows[0]}
        for contestant, rows in figures.items()
    }).T
    ours = middle.iloc[0]
    shown = pd.DataFrame({
        "seconds": middle["seconds"].map("{:.2f}".format),
        "to ours": (middle["seconds"] / ours["seconds"]).map("{:.1f}".format),
        "CPU s": middle["cpu"].map("{:.2f}".format),
        "to ours ": (middle["cpu"] / ours["cpu"]).map("{:.1f}".format),
        "peak MiB": (middle["peak"] / MIB).map("{:,.0f}".format),
        "grew by": (middle["grown"] / table_bytes).map("{:.1f} tables".format),
    })
    print(f"\n{stage}, medians of {rounds}\n{shown.to_string()}", flush=True)
    refuse_unequal(stage, place)


def refuse_unequal(stage: str, place: Path) -> None:
    found = [pd.read_parquet(place / FOUND.format(stage=stage, contestant=contestant))
             for contestant in STAGES[stage]]
    for other in found[1:]:
        pd.testing.assert_frame_equal(
            found[0], other[found[0].columns], check_dtype=False, rtol=1e-9, check_like=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=LINES, help="order lines of the client")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns of each contestant")
    parser.add_argument("--stage", choices=STAGES, action="append", help="only this one")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make_client(options.make, options.lines)
    elif options.measure:
        stage, contestant, place = options.measure
        print(json.dumps(measured(stage, contestant, Path(place))))
    else:
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            in_new_process("--make", place, "--lines", options.lines)
            table_bytes = (place / TABLE).stat().st_size
            print(f"{options.lines:,} order lines: "
                  f"{(place / CLIENT / 'orders.csv').stat().st_size / MIB:,.0f} MiB of CSV, "
                  f"{table_bytes / MIB:,.0f} MiB in memory")
            for stage, contestants in STAGES.items():
                if not options.stage or stage in options.stage:
                    rounds = options.rounds if len(contestants) > 1 else REPORT_ROUNDS
                    compare(stage, place, rounds, table_bytes)


if __name__ == "__main__":
    main()
