"""Two small lessons and small businesses, so that reports are tested without the real course."""

from pathlib import Path

from nbformat import write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.lessons import Lesson

SETUP = """
import warnings
import pandas as pd
from helpers import open_business
from helpers.charts.style import describe, new_axes
from helpers.core.problems import NotEnoughData
from helpers.lessons import finding, table

class Said:
    def __init__(self, text):
        self.text = text
    def headline(self, format):
        return self.text

shop = open_business(business)
"""
SALES = """
orders = shop.table("orders")
sales = (orders["quantity"] * orders["unit_price"]).groupby(orders["product_id"]).sum()
print("stdout of a cell", shop.folder)
warnings.warn("a warning about " + str(shop.folder))
finding(Said(f"{shop.name} sold {shop.format.money(sales.sum())} in all."), shop)
"""
BEST = """
frame = pd.DataFrame({"sold": sales, "share": sales / sales.sum()}).rename_axis("product")
table(frame, "Best sellers", shop, money=["sold"], percent=["share"])
"""
CHART = """
ax = new_axes()
ax.plot(range(len(sales)), sales)
describe(ax, f"Sales of {shop.name} rise from left to right.");
"""
FEW = """
if len(orders) < least_orders:
    raise NotEnoughData("a forecast", f"{len(orders)} orders", f"at least {least_orders}")
forecast = 12
finding(Said(f"Next month brings {forecast} orders."), shop)
"""
ON_FORECAST = 'finding(Said(f"Stock for {forecast} orders."), shop)'
BOOKS = """
books = shop.table("finances")
if (books["account"] == "cash").any():
    raise ValueError("cash is not booked here")
finding(Said(f"The books hold {len(books)} lines."), shop)
"""
FINANCES = "month,account,amount\n2025-01,revenue,100\n"
FINANCES_THAT_FAIL = "month,account,amount\n2025-01,cash,100\n"


def code(source: str, *tags: str):
    return new_code_cell(source.strip(), metadata={"tags": list(tags)})


def prose(source: str, *tags: str):
    return new_markdown_cell(source, metadata={"tags": list(tags)})


class Course:
    """A folder of lessons, written one at a time."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True)
        self.folder, self.lessons = folder, []

    def add(self, number: str, title: str, needs: list[str], *cells) -> Lesson:
        about = {"number": number, "title": title, "question": f"What about {title.lower()}?",
                 "minutes": {"reading": 1, "exercises": 1}, "needs": needs}
        path = self.folder / f"{number.replace('.', '_')}.ipynb"
        write(new_notebook(cells=list(cells), metadata={"growth": about}), path)
        self.lessons.append(Lesson.read(path))
        return self.lessons[-1]

    def add_sales(self) -> Lesson:
        """Four parts: what sells, a forecast that may refuse, one on the forecast, the books."""
        return self.add(
            "1.1", "Sales", ["orders"],
            prose("# Sales\n\nNot for a report."),
            code('business = "shop"\nleast_orders = 3', "parameters"),
            code(SETUP, "report"),
            prose("### What sells?\n\nThe *best* first. See [the glossary](../glossary.md).",
                  "report"),
            code(SALES, "report"), code(BEST, "report"), code(CHART, "report"),
            prose("### What comes next?", "report"), code(FEW, "report"),
            prose("### What to stock?", "report"), code(ON_FORECAST, "report"),
            code('raise ValueError("an exercise, not for a report")'),
            prose("### What do the books say?", "report", "needs-finances"),
            code(BOOKS, "report", "needs-finances"),
        )

    def add_books(self) -> Lesson:
        """A lesson that needs finances, and fails where cash is booked."""
        return self.add(
            "1.2", "Books", ["finances"],
            code('business = "shop"', "parameters"), code(SETUP, "report"), code(BOOKS, "report"),
        )


class Clients:
    """A folder of businesses, made one at a time."""

    HEADING = "order_id,order_date,customer_id,product_id,quantity,unit_price"
    ORDERS = ("1,2025-01-03,A,bread,2,3.50", "2,2025-01-04,B,rolls,10,0.60",
              "3,2025-03-09,A,cake,1,12.00")

    def __init__(self, folder: Path):
        self.folder = folder

    def add(self, folder: str, *, name: str = "Rye & Co", orders=ORDERS, **tables: str) -> Path:
        place = self.folder / folder
        place.mkdir(parents=True)
        (place / "business.yaml").write_text(f"name: '{name}'\ncurrency: GBP\ncountry: GB\n")
        (place / "orders.csv").write_text("\n".join([self.HEADING, *orders]) + "\n")
        for table, content in tables.items():
            (place / f"{table}.csv").write_text(content)
        return place
