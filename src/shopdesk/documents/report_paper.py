"""A report on paper: its tables one after another, figures right, with the notes that say what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents.flowing import Flow, FlowTable, flowing
from shopdesk.documents.papers import Paper, ShopHead, page_size

_MANY_COLUMNS = 9


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One table of a report with its title and notes; ``empty`` stands where there are no rows."""

    title: str
    table: FlowTable
    notes: tuple[str, ...] = ()


def render(
    title: str,
    span: str,
    parts: Sequence[ReportPart],
    shop: ShopHead,
    *,
    empty: str,
    made_text: str = "",
    page: str = "A4",
    language: str = "en",
    allow_missing: bool = False,
) -> Paper:
    """Draw a report; pages lie across when a table has many columns. ``span`` says which days and channels."""
    wide, tall = page_size(page)
    if max((len(part.table.columns) for part in parts), default=0) >= _MANY_COLUMNS:
        wide, tall = tall, wide

    def layout(flow: Flow) -> None:
        flow.texts([span], flow.style.body + 1)
        flow.space(5)
        for part in parts:
            flow.heading(part.title)
            if part.table.rows:
                flow.table(part.table)
            else:
                flow.texts([empty])
            flow.space(1)
            flow.texts(part.notes, flow.style.small - 1)
            flow.space(7)

    return flowing(
        [(title, layout)], shop, (wide, tall), document=title, foots=[made_text], language=language,
        allow_missing=allow_missing,
    )  # fmt: skip
