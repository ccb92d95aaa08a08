"""Imported once by the process that workers fork from: what making a report needs."""

import helpers.lighter  # noqa: F401, I001 - before what it makes lighter
import helpers.reports.client  # noqa: F401
