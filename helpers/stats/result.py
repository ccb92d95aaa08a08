"""What every result of an analysis has in common."""

from helpers.core.formats import PLAIN, Format
from helpers.stats.findings import Finding


class Result:
    """A result that names itself and speaks its headline, in place of pages of numbers."""

    def headline(self, format: Format = PLAIN) -> str:
        """One or two sentences an owner can repeat, made from the numbers."""
        raise NotImplementedError

    def finding(self, format: Format = PLAIN) -> Finding:
        """The headline, with what a report's first page needs; a result that knows more says it."""
        return Finding(self.headline(format))

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self.headline()}"
