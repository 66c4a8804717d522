"""Templates can be filled in and read back, in every language of the program."""

from pathlib import Path

import openpyxl
import pytest

from shopdesk import i18n
from shopdesk.documents.formats import apply_format, format_named, recognise
from shopdesk.documents.reader import read_table
from shopdesk.documents.templates import TEMPLATES, template_columns, template_titles, write_template
from shopdesk.domain.errors import UserError


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("what", TEMPLATES)
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_empty_template_is_recognised_whole(tmp_path: Path, what: str, language: str, ending: str):
    i18n.use_language(language)
    path = tmp_path / f"{what}.{ending}"
    write_template(what, path)
    table = read_table(path)
    (first, *_others) = recognise(table)
    assert first.name == TEMPLATES[what]
    reading = apply_format(table, first)
    assert (reading.records, reading.problems, reading.absent_columns, reading.unused_columns) == ([], [], (), ())


def test_codes_typed_into_a_template_stay_text(tmp_path: Path):
    write_template("products", tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    titles = [cell.value for cell in book.worksheets[0][1]]
    styles = book.worksheets[0].column_dimensions
    for title in ("SKU", "Barcode", "Product code"):
        assert styles[openpyxl.utils.get_column_letter(titles.index(title) + 1)].number_format == "@"
    assert book.sheetnames == ["Products", "Explanations"]


def test_titles_and_columns_agree_and_unknown_subjects_are_refused():
    assert list(template_titles("stock").values()) == [column.title for column in template_columns("stock")]
    assert set(template_titles("products")) == set(format_named("shopdesk_products").columns)
    with pytest.raises(UserError):
        write_template("nonsense", "x.xlsx")
