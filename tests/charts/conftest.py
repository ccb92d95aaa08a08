"""Figures are closed at a module's end."""

import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True, scope="module")
def _close_figures():
    yield
    plt.close("all")
