"""What must be computed for the exercises of “Start here”."""

from helpers.core.problems import OwnerError


def last_year(sales) -> dict[str, float]:
    year = sales.finished.tail(12)
    return {"lowest": year.min(), "best": year.max(), "usual": year.mean(), "latest": year.iloc[-1]}


def another(business, shop) -> str:
    if business.folder == shop.folder:
        raise OwnerError(f"{business.name} is the one you are looking at already.")
    return (f"That is {business.name}. Its money is in {business.currency}, and it has the tables "
            f"{', '.join(business.tables)}.")


def your_own(business) -> str:
    problems = business.check()
    if not business.tables:
        raise OwnerError(f"{business.name} is there, but its tables are still empty.")
    there = f"{business.name} is there, with {', '.join(business.tables)}"
    if problems:
        return (f"{there}. In a terminal, growth check {business.folder.name} says what could be "
                "put right.")
    return f"{there}, and nothing to mend."
