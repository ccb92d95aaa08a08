"""Writing the sample businesses and their data dictionary into a folder."""

from pathlib import Path

from helpers.core.files import write_csv
from helpers.core.on_disk import write_atomically
from helpers.core.places import ANSWERS_FILE, SETTINGS_FILE
from helpers.samples.answering import answers_of, answers_text
from helpers.samples.catalogue import GENERATORS, sample_tables
from helpers.samples.dictionary import data_dictionary


def write_samples(folder: str | Path) -> None:
    """Write each sample business as a folder, and README.md, the data dictionary.

    A folder holds business.yaml, the tables as plain CSV, and answers.yaml where there are any.

    Parameters
    ----------
    folder : str or Path
        Where to; what stands there under the same names is replaced.
    """
    for name, generator in GENERATORS.items():
        place = Path(folder) / name
        place.mkdir(parents=True, exist_ok=True)
        write_atomically(place / SETTINGS_FILE, generator.BUSINESS)
        for table, frame in sample_tables(name).items():
            write_csv(frame, place / f"{table}.csv")
        if answers := answers_of(name):
            write_atomically(place / ANSWERS_FILE, answers_text(answers))
    write_atomically(Path(folder) / "README.md", data_dictionary())
