"""Forms around a stocktake: what is counted, how it is posted, and its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from shopdesk.domain.counting import EMPTY_TITLES, CountState, EmptyMeans, LineState
from shopdesk.domain.stock import ZONE_TITLES, Zone
from shopdesk.domain.variants import split_values
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.count_plan import NOT_COUNTED_ZONES, due_items, shop_plan, shop_tolerance
from shopdesk.queries.counts import CountDetail, count_detail
from shopdesk.queries.products import category_choices
from shopdesk.ui import figures
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, FieldProblem, Form, Group
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import count_plans, count_sheets, counts

REASONS = (
    N_("Counted differently"),
    N_("Damaged"),
    N_("Lost"),
    N_("Put in the wrong bin"),
    N_("Received differently"),
)


def new_count(shell: Shell, _rows: list[Row]) -> None:
    """Ask what is counted, and begin."""
    due, usual = shell.read(due_items, date.today()), shell.read(shop_tolerance)
    ways = [
        ("plan", n_("{count} item due today", "{count} items due today", len(due)).format(count=len(due))),
        ("bins", _("some bins")),
        ("zone", _("a zone")),
        ("category", _("a category")),
        ("list", _("some products")),
        ("everything", _("everything")),
    ]
    zones = [(zone.value, _(ZONE_TITLES[zone])) for zone in Zone if zone not in NOT_COUNTED_ZONES]
    what = Group(
        _("What is counted"),
        [
            Entry("way", _("Count"), "choice", "plan" if due else "bins", ways),
            Entry(
                "bins",
                _("Bins"),
                "code",
                hint="A-01..A-09, B-02-4",
                note=_("A range, single bins, or a beginning such as A-."),
            ),
            Entry("zone", _("Zone"), "choice", Zone.PICKING.value, zones, half=True),
            Entry("category", _("Category"), "suggest", "", shell.read(category_choices), half=True),
            Entry("skus", _("SKUs"), "text", hint="MU-PE, TE-TG"),
        ],
    )
    how = Group(
        _("How"),
        [
            Entry("title", _("Name"), hint=_("found by itself when empty")),
            Entry("blind", _("Blind: who counts does not see the books"), "yes", True),
            Entry(
                "empty",
                _("An empty line means"),
                "choice",
                EmptyMeans.NOT_COUNTED.value,
                [(key.value, _(title)) for key, title in EMPTY_TITLES.items()],
            ),
            Entry(
                "units",
                _("Believe up to, pieces"),
                "whole",
                usual.units,
                half=True,
                note=_("Larger differences are counted twice."),
            ),
            Entry(
                "percent",
                _("or percent of the books"),
                "whole",
                usual.percent,
                half=True,
            ),
        ],
    )

    def save(answers: Answers) -> None:
        way = answers["way"]
        needed = {"bins": "bins", "category": "category", "list": "skus"}.get(way)
        if needed and not answers[needed]:
            raise FieldProblem(needed, _("Please fill this in."))
        chosen: dict[str, Any] = {
            "bins": {"bins": answers["bins"]},
            "zone": {"zone": answers["zone"]},
            "category": {"category": answers["category"]},
            "list": {"skus": list(split_values(str(answers["skus"])))},
            "plan": {"plan": True},
            "everything": {"everything": True},
        }[way]
        count_id = shell.desk.do(
            counts.start_count,
            answers["title"] or "",
            blind=answers["blind"],
            empty_means=answers["empty"],
            tolerance_units=answers["units"] or 0,
            tolerance_percent=answers["percent"] or 0,
            **chosen,
        )
        shell.open("count", count_id)

    form = Form(
        shell.window,
        _("New count"),
        [what, how],
        save,
        _("Begin counting"),
        _("The shop stays open: what is sold meanwhile is taken into account by itself."),
        shell.fail,
    )
    way: Any = form.field("way")

    def only_what_fits() -> None:
        for of, key in (("bins", "bins"), ("zone", "zone"), ("category", "category"), ("list", "skus")):
            form.field(key).setEnabled(way.currentData() == of)

    way.currentIndexChanged.connect(lambda _place: only_what_fits())
    only_what_fits()
    form.open()


def count_due(shell: Shell, _rows: list[Row]) -> None:
    """Begin a count of what the plan asks for today."""
    shell.do(counts.start_count, plan=True, then=lambda count_id: shell.open("count", count_id))


def edit_plan(shell: Shell, _rows: list[Row]) -> None:
    """How often items are counted, and how far a first count may be off."""
    plan, usual = shell.read(shop_plan), shell.read(shop_tolerance)
    asked = [
        ("a_days", _("A: the first 80 % of turnover, every … days"), plan.a_days),
        ("b_days", _("B: the next 15 %, every … days"), plan.b_days),
        ("c_days", _("C: the rest, every … days"), plan.c_days),
        ("lines_a_day", _("Items counted a day"), plan.lines_a_day),
        (
            "tolerance_units",
            _("Believe up to, pieces"),
            usual.units,
        ),
        (
            "tolerance_percent",
            _("or percent of the books"),
            usual.percent,
        ),
    ]
    entries = [Entry(key, title, "whole", value, needed=True, half=True) for key, title, value in asked]

    def save(answers: Answers) -> None:
        shell.desk.do(count_plans.set_count_plan, **{key: answers[key] for key, _title, _value in asked})
        shell.say(_("The counting plan is saved."))

    sentence = _("Important items are counted more often. What is due is proposed each day.")
    Form(shell.window, _("Counting plan"), [Group("", entries)], save, _("Save"), sentence, shell.fail).open()


def _detail(shell: Shell, rows: list[Row]) -> CountDetail:
    found: CountDetail = shell.read(count_detail, rows[0].id)
    return found


def begin(shell: Shell, rows: list[Row]) -> None:
    """Begin a planned count."""
    shell.do(counts.begin_count, count_id=rows[0].id, then=lambda _lines: shell.open("count", rows[0].id))


def recount(shell: Shell, rows: list[Row]) -> None:
    """Ask for a second count of everything that is far off."""
    words = lambda asked: n_("{count} line is counted again", "{count} lines are counted again", asked)  # noqa: E731
    shell.do(counts.recount, count_id=rows[0].id, said=lambda asked: words(asked).format(count=asked))


def submit(shell: Shell, rows: list[Row]) -> None:
    """Hand a count in for review; says first what an empty line means."""
    count = _detail(shell, rows)
    missing = len(count.lines) - count.counted

    def go(_answers: Any) -> None:
        shell.desk.do(counts.submit_count, count.id)

    if not missing:
        shell.do(counts.submit_count, count_id=count.id)
        return
    words = n_("{count} line is empty. It means: {meaning}.", "{count} lines are empty. They mean: {meaning}.", missing)
    meaning = _(EMPTY_TITLES[EmptyMeans(count.empty_means)])
    shell.ask(_("Hand in the count"), [], go, words.format(count=missing, meaning=meaning), _("Hand in"))


def resume(shell: Shell, rows: list[Row]) -> None:
    """Go on counting after all."""
    shell.do(counts.resume_count, count_id=rows[0].id)


def post(shell: Shell, rows: list[Row]) -> None:
    """Book the differences of a count."""
    count = _detail(shell, rows)
    off = [line for line in count.lines if line.difference]
    again = count.in_state(LineState.AGAIN)
    if not off:
        shell.do(
            counts.post_count,
            count_id=count.id,
            said=_("{number} is posted: everything was as the books said").format(number=count.number),
        )
        return
    words = n_("{count} line differs", "{count} lines differ", len(off)).format(count=len(off))
    units = sum(line.difference or 0 for line in off)
    sentence = _("{lines}, {pieces} pieces in all. This is booked into the ledger and stays provable for ever.").format(
        lines=words, pieces=figures.number(units)
    )
    unsaid = any(not line.reason for line in off)
    fields = [Ask("reason", _("Reason of lines without their own"), "text", _(REASONS[0]), needed=unsaid)]
    if again:
        note = n_(
            "{count} line was counted only once and is far off.",
            "{count} lines were counted only once and are far off.",
            len(again),
        ).format(count=len(again))
        fields.append(Ask("without", _("Post without a second count"), "yes", False, note=note))

    def go(answers: Mapping[str, Any]) -> None:
        booked = shell.desk.do(
            counts.post_count, count.id, answers["reason"] or "", without_recount=bool(answers.get("without"))
        )
        said = n_("{number} is posted: {count} difference", "{number} is posted: {count} differences", booked)
        shell.say(said.format(number=count.number, count=booked))

    shell.ask(_("Post count {number}").format(number=count.number), fields, go, sentence, _("Post"))


def cancel(shell: Shell, rows: list[Row]) -> None:
    """Give a count up."""

    def go(answers: Mapping[str, Any]) -> None:
        shell.desk.do(counts.cancel_count, rows[0].id, answers["reason"] or "")
        shell.say(_("Count {number} is cancelled").format(number=rows[0].number))

    shell.ask(
        _("Cancel count {number}").format(number=rows[0].number),
        [Ask("reason", _("Reason"))],
        go,
        _("What was counted is kept, but nothing is booked."),
        _("Cancel the count"),
        True,
    )


def print_sheets(shell: Shell, rows: list[Row]) -> None:
    """Count sheets on paper."""
    from shopdesk.ui.printing import print_paper

    print_paper(shell, "count-sheet", [row.id for row in rows])


def save_sheet(shell: Shell, rows: list[Row]) -> None:
    """A sheet to be filled in a spreadsheet."""
    row = rows[0]
    dialog = QFileDialog(shell.window, _("Save the count sheet"), f"{row.number}.xlsx", _("Workbooks (*.xlsx)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")

    def write(path: str) -> None:
        desk = shell.desk
        shell.start(
            _("Writing the count sheet"),
            lambda _report: count_sheets.write_sheet(desk, row.id, path),
            None,
            lambda lines: n_("{count} line written", "{count} lines written", lines).format(count=lines),
        )

    dialog.fileSelected.connect(write)
    dialog.open()


def read_sheet(shell: Shell, rows: list[Row]) -> None:
    """Take over a sheet that was filled in."""
    row = rows[0]
    dialog = QFileDialog(shell.window, _("Read a filled-in count sheet"), "", _("Tables (*.xlsx *.xls *.ods *.csv)"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda path: take_sheet(shell, row.id, path))
    dialog.open()


def take_sheet(shell: Shell, count_id: int, path: str) -> None:
    """Read a sheet in the background, then note what it says."""

    def then(found: list[count_sheets.SheetRow]) -> None:
        said = n_("{count} line read in", "{count} lines read in", len(found)).format(count=len(found))
        shell.do(count_sheets.take_rows, count_id=count_id, rows=found, file=Path(path).name, said=said)

    shell.start(_("Reading the count sheet"), lambda _report: count_sheets.sheet_rows(path), then)


# when a step fits


def is_planned(row: Row) -> bool:
    """Whether it has not begun."""
    return str(row.state) == CountState.PLANNED.value


def is_counting(row: Row) -> bool:
    """Whether it is being counted."""
    return str(row.state) == CountState.COUNTING.value


def is_open(row: Row) -> bool:
    """Whether something can still be counted."""
    return str(row.state) in (CountState.COUNTING.value, CountState.REVIEW.value)


def is_in_review(row: Row) -> bool:
    """Whether it waits to be posted."""
    return str(row.state) == CountState.REVIEW.value


def is_unfinished(row: Row) -> bool:
    """Whether it is neither posted nor cancelled."""
    return str(row.state) not in (CountState.POSTED.value, CountState.CANCELLED.value)
