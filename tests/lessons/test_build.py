"""A lesson's notebook as it is written: without what differs from run to run."""

from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.lessons.build import clean


def printed(*pieces):
    return new_code_cell(outputs=[new_output("stream", name=name, text=text)
                                  for name, text in pieces])


def test_what_is_printed_is_the_same_in_whatever_pieces_it_came():
    whole = clean(new_notebook(cells=[printed(("stdout", "Rye\nBread\n"))]))
    pieces = clean(new_notebook(cells=[printed(("stdout", "Rye"), ("stdout", "\nBread\n"))]))
    assert pieces.cells[0].outputs == whole.cells[0].outputs


def test_warnings_stay_apart_from_what_is_printed():
    kept = clean(new_notebook(cells=[printed(("stdout", "Rye"), ("stderr", "old"))]))
    assert [output.text for output in kept.cells[0].outputs] == ["Rye", "old"]


def test_times_and_kernels_leave_no_trace():
    cell = new_code_cell(metadata={"papermill": {"duration": 1}, "execution": {"iopub": "now"}})
    kept = clean(new_notebook(cells=[cell], metadata={"papermill": {"version": "2"}}))
    assert (kept.cells[0].metadata, "papermill" in kept.metadata) == ({}, False)
