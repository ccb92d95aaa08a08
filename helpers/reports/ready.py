"""Imported once by the process that workers fork from: what making a report needs."""

import helpers.reports.client  # noqa: F401
