"""The sample businesses: drawn from stated truths (truths/), the same bytes every time.

`python -m helpers.samples` writes them, with their data dictionary, to `data/`.
"""

from helpers.samples.catalogue import sample_names, sample_tables, truths_of
from helpers.samples.writing import write_samples

__all__ = ["sample_names", "sample_tables", "truths_of", "write_samples"]
