"""Files that others made, read within bounds: text, workbooks and Parquet, never trusted."""

from helpers.core.reading.limits import opened, unfit
from helpers.core.reading.parquet import read_parquet
from helpers.core.reading.plain_yaml import read_yaml
from helpers.core.reading.text import read_text
from helpers.core.reading.workbook import read_workbook

__all__ = ["opened", "read_parquet", "read_text", "read_workbook", "read_yaml", "unfit"]
