"""The steps of a stocktake, declared once for the list, its inspector, the count's page, menus and shortcuts."""

from __future__ import annotations

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.ui.forms import count_forms as forms
from shopdesk.ui.verbs import Verb

NEW_COUNT = Verb(
    N_("New count…"), forms.new_count, key="Ctrl+N", icon="plus", primary=True, on_rows=False, right=Right.COUNT_STOCK
)

COUNT_VERBS = (
    Verb(
        N_("Begin counting"),
        forms.begin,
        key="Ctrl+Return",
        icon="play",
        primary=True,
        right=Right.COUNT_STOCK,
        offered=forms.is_planned,
    ),
    Verb(
        N_("Hand in for review"),
        forms.submit,
        key="Ctrl+Return",
        icon="eye",
        primary=True,
        right=Right.COUNT_STOCK,
        offered=forms.is_counting,
    ),
    Verb(
        N_("Post…"),
        forms.post,
        key="Ctrl+Return",
        icon="checkc",
        primary=True,
        right=Right.POST_COUNTS,
        offered=forms.is_in_review,
    ),
    Verb(
        N_("Count sheets…"),
        forms.print_sheets,
        key="Ctrl+P",
        icon="print",
        many=True,
        right=Right.PRINT_PAPERS,
        offered=forms.is_open,
    ),
    Verb(N_("Count far-off lines again"), forms.recount, icon="undo", right=Right.COUNT_STOCK, offered=forms.is_open),
    Verb(N_("Go on counting"), forms.resume, icon="scan", right=Right.COUNT_STOCK, offered=forms.is_in_review),
    Verb(N_("Sheet as a workbook…"), forms.save_sheet, icon="download", right=Right.COUNT_STOCK, offered=forms.is_open),
    Verb(
        N_("Read a filled-in sheet…"),
        forms.read_sheet,
        key="Ctrl+I",
        icon="upload",
        right=Right.COUNT_STOCK,
        offered=forms.is_open,
    ),
    Verb(
        N_("Cancel the count…"),
        forms.cancel,
        icon="ban",
        right=Right.COUNT_STOCK,
        danger=True,
        offered=forms.is_unfinished,
    ),
)
