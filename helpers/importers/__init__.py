"""Other systems' exports into a business's tables, with people replaced by pseudonyms.

`import_files` does it all. Each system is one module in `sources`: to add one, add a module there
that defines `SOURCE`.
"""

from helpers.importers.importing import import_files
from helpers.importers.report import FileReport, ImportReport, SetAside
from helpers.importers.sources import sources

__all__ = ["FileReport", "ImportReport", "SetAside", "import_files", "sources"]
