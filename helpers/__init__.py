"""SMB Growth Workbook: from "are we growing?" to "here is our plan, and how sure we are"."""

from helpers.business import open_business

__all__ = ["open_business"]
