"""Where things stand: the course, its samples, the owner's businesses."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
SETTINGS_FILE, ANSWERS_FILE = "business.yaml", "answers.yaml"


def businesses_folder() -> Path:
    """Where an owner's own businesses stand: `businesses/`, or what `GROWTH_BUSINESSES` names."""
    return Path(os.environ.get("GROWTH_BUSINESSES") or ROOT / "businesses")
