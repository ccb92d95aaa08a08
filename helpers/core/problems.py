"""What can go wrong, said so that the owner of the business can put it right.

Everything raised on purpose is an `OwnerError`. In a notebook it shows as its message, without
a traceback: the reader did nothing that a stack of Python files would explain.
"""

from dataclasses import dataclass

MUST_FIX = "must fix"
WORTH_A_LOOK = "worth a look"

ROWS_SHOWN = 5


class OwnerError(Exception):
    """A message written for the owner: where, what was found, what was expected, what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return [f"{self.title}\n\n{self}"]

    title = "This needs your attention."


class NotEnoughData(OwnerError):
    """An analysis refuses: the data cannot answer the question yet.

    Parameters
    ----------
    question : str
        What was asked, as a phrase: "a survival curve".
    have : str
        What the data hold: "3 customers who left".
    need : str
        What would be enough: "at least 10 customers who left".

    Examples
    --------
    >>> print(NotEnoughData("a survival curve", "3 subscriptions", "at least 10"))
    There is not enough data for a survival curve: it has 3 subscriptions; it needs at least 10.
    """

    title = "Not enough data yet."

    def __init__(self, question: str, have: str, need: str):
        self.question, self.have, self.need = question, have, need
        super().__init__(question, have, need)

    def __str__(self) -> str:
        return (
            f"There is not enough data for {self.question}: "
            f"it has {self.have}; it needs {self.need}."
        )


@dataclass(frozen=True)
class Problem:
    """One thing to put right in one place of one file.

    Parameters
    ----------
    file : str
        The file's name as the owner knows it.
    found, expected, remedy : str
        What stands there, what should, and what to do about it.
    column : str, optional
        The column's heading, where one column is concerned.
    count : int
        How many rows are concerned; 0 where the whole file or column is.
    rows : tuple of int
        The first rows' numbers as a spreadsheet shows them (the heading is row 1).
    severity : str
        `MUST_FIX`, or `WORTH_A_LOOK` where the table can be used as it is.
    """

    file: str
    found: str
    expected: str
    remedy: str
    column: str | None = None
    count: int = 0
    rows: tuple[int, ...] = ()
    severity: str = MUST_FIX

    def where(self) -> str:
        """File, column and rows in one phrase."""
        place = self.file if self.column is None else f"{self.file}, column {self.column}"
        if not self.count:
            return place
        shown = ", ".join(str(row) for row in self.rows[:ROWS_SHOWN])
        label = "row" if self.count == 1 else "rows"
        more = ", …" if self.count > len(self.rows[:ROWS_SHOWN]) else ""
        return f"{place}, {self.count:,} {label} ({label} {shown}{more})"

    def __str__(self) -> str:
        return (
            f"{self.where()}\n"
            f"  found:    {self.found}\n"
            f"  expected: {self.expected}\n"
            f"  to do:    {self.remedy}"
        )


class DataProblems(OwnerError):
    """All the problems of a table or a business at once, so that they can be mended in one go."""

    title = "The data needs some mending."

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class CannotOpen(OwnerError):
    """A business, a file or a setting that is not there or cannot be read."""

    title = "That could not be opened."
