"""Where things stand: the course, its samples, the owner's businesses."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
HOW_TO_WRITE = ROOT / "helpers" / "README.md"
GLOSSARY = "glossary.ipynb"  # beside the lessons, drawn from them
SETTINGS_FILE, ANSWERS_FILE = "business.yaml", "answers.yaml"


def businesses_folder() -> Path:
    """Where an owner's own businesses stand: `businesses/`, or what `GROWTH_BUSINESSES` names."""
    return Path(os.environ.get("GROWTH_BUSINESSES") or ROOT / "businesses")


def lesson_files(folder: Path = NOTEBOOKS) -> list[Path]:
    """Every lesson's notebook."""
    return sorted(path for path in folder.rglob("*.ipynb")
                  if path.name != GLOSSARY and ".ipynb_checkpoints" not in path.parts)
