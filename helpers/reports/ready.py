"""Imported once by the process that workers fork from: what making a report needs."""

import atexit
import gc
import os

atexit.register(os._exit, 0)  # the last to be called: nobody waits until all is taken apart
gc.disable()  # what is imported stays: no rubbish is in it, and none is looked for in each worker

import helpers.reports.client  # noqa: E402, F401

gc.freeze()
gc.enable()
