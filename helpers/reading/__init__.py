"""Files that others made, read within bounds: text, workbooks and Parquet, never trusted."""

from helpers.reading.limits import opened, unfit
from helpers.reading.parquet import read_parquet
from helpers.reading.plain_yaml import read_yaml
from helpers.reading.text import read_text
from helpers.reading.workbook import read_workbook

__all__ = ["opened", "read_parquet", "read_text", "read_workbook", "read_yaml", "unfit"]
