"""Reading the small invented files beside the tests."""

from pathlib import Path

from shopdesk.documents.formats import Reading, apply_format, recognise
from shopdesk.documents.reader import Table, read_table
from shopdesk.documents.records import RowProblem

FILES = Path(__file__).with_name("files")


def table_of(*rows: list[object]) -> Table:
    """A table as the reader would give it, its header in the first row."""
    return Table(rows=[list(row) for row in rows], header_row=0)


def read(name: str, **how: object) -> Reading:
    """The named file by the format it is recognised as."""
    table = read_table(FILES / name)
    return apply_format(table, recognise(table)[0], **how)  # type: ignore[arg-type]


def errors(reading: Reading) -> list[RowProblem]:
    return [problem for problem in reading.problems if problem.severity == "error"]
