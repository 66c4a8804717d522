"""Adding and editing suppliers, what they sell us, and their papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.queries.supplier_details import ItemDetail, SupplierDetail, supplier_detail
from shopdesk.queries.suppliers import SUPPLIERS
from shopdesk.ui import figures
from shopdesk.ui.forms.customer_form import mail_check
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import suppliers

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_FALLBACK_DAYS = 7


def active_choices(shell: Shell) -> Sequence[tuple[Any, str]]:
    """The suppliers somebody can order from, by name."""
    return [(row.id, row.name) for row in shell.desk.pages(SUPPLIERS, {"active": "yes"})]


def _groups(known: SupplierDetail | None, currency: str) -> list[Group]:
    def value(key: str, default: Any = "") -> Any:
        return default if known is None else getattr(known, key)

    own = value("currency", currency)
    return [
        Group("", [
            Entry("name", _("Name"), value=value("name"), needed=True, half=True),
            Entry("code", _("Code"), "code", value("code"), half=True, hint=_("made up when left empty")),
            Entry("contact", _("Contact"), value=value("contact"), half=True),
            Entry("phone", _("Phone"), value=value("phone"), half=True),
            Entry("email", _("E-mail"), value=value("email"), half=True, check=mail_check),
            Entry("tags", _("Tags"), value=value("tags"), half=True, hint=_("local, ceramics")),
            Entry("address", _("Address"), "long", value("address")),
        ]),
        Group(_("Terms"), [
            Entry("terms", _("Payment terms"), value=value("terms"), half=True, hint=_("30 days net")),
            Entry("currency", _("Currency"), "code", own, needed=True, half=True),
            Entry("lead_days", _("Days from order to delivery"), "whole", value("lead_days", 0), half=True),
            Entry("review_days", _("Days between two orders"), "whole", value("review_days", 0), half=True),
            Entry("buffer_days", _("Buffer days"), "whole", value("buffer_days", _FALLBACK_DAYS), half=True,
                  note=_("So many days earlier than needed, for surprises.")),
            Entry("min_order", _("Minimum order value"), "money", value("min_order", 0), half=True, currency=own),
            Entry("note", _("What everybody should know"), "long", value("note")),
        ]),
    ]  # fmt: skip


def _cleaned(answers: Answers) -> dict[str, Any]:
    return {
        key: (value or 0) if key in ("lead_days", "review_days", "buffer_days", "min_order") else value
        for key, value in answers.items()
    }


def new_supplier(shell: Shell, _rows: list[Any] | None = None) -> None:
    """The form for a new supplier."""

    def save(answers: Answers) -> None:
        given = _cleaned(answers)
        supplier_id = shell.desk.do(suppliers.create_supplier, given.pop("name"), **given)
        shell.say(_("{name} added.").format(name=answers["name"]))
        shell.open("supplier", supplier_id)

    groups = _groups(None, shell.desk.currency)
    Form(shell.window, _("New supplier"), groups, save, _("Add the supplier"), fail=shell.fail).open()


def edit_supplier(shell: Shell, rows: list[Any]) -> None:
    """The form for what is known of a supplier."""
    known: SupplierDetail = shell.read(supplier_detail, rows[0].id)

    def save(answers: Answers) -> None:
        changes = {key: value for key, value in _cleaned(answers).items() if value != getattr(known, key)}
        if changes:
            shell.desk.do(suppliers.edit_supplier, known.id, changes, known.version)
            shell.say(_("{name} saved.").format(name=answers["name"]))

    groups = _groups(known, known.currency)
    Form(shell.window, _("Edit supplier"), groups, save, sentence=known.code, fail=shell.fail).open()


def set_active(shell: Shell, rows: list[Any]) -> None:
    """Stop buying from a supplier, or start again."""
    row = rows[0]
    said = _("Nothing is bought from {name} any more.") if row.active else _("{name} is a supplier again.")
    shell.do(
        suppliers.edit_supplier,
        supplier_id=row.id,
        changes={"active": not row.active},
        said=said.format(name=row.name),
        undo=lambda _result: shell.do(
            suppliers.edit_supplier, supplier_id=row.id, changes={"active": row.active}, said=_("Undone")
        ),
    )


def edit_item(shell: Shell, supplier: SupplierDetail, variant_id: int, name: str, known: ItemDetail | None) -> None:
    """The form for how a supplier sells one product."""

    def save(answers: Answers) -> None:
        given = dict(answers)
        given["min_quantity"] = given["min_quantity"] or 0
        if not given["pack"] or given["pack"] < 1:
            raise UserError(_("A pack holds at least one piece."))
        shell.desk.do(suppliers.set_item, supplier.id, variant_id, **given)
        shell.say(_("{name} saved.").format(name=name))

    entries = [
        Entry("code", _("Their code"), "code", known.code if known else "", half=True),
        Entry("price", _("Price of one piece"), "money", known.price if known else None, half=True,
              currency=supplier.currency),
        Entry("pack", _("Pieces in a pack"), "whole", known.pack if known else 1, half=True, needed=True),
        Entry("min_quantity", _("At least so many pieces"), "whole", known.min_quantity if known else 0, half=True),
        Entry("lead_days", _("Days to deliver"), "whole", known.lead_days if known else None, half=True,
              hint=figures.number(supplier.lead_days), note=_("Only where it differs from the supplier’s usual.")),
        Entry("preferred", _("Buy this here first"), "yes", known.preferred if known else True),
    ]  # fmt: skip
    title = _("What {supplier} sells us").format(supplier=supplier.name)
    Form(shell.window, title, [Group("", entries)], save, sentence=name, fail=shell.fail).open()


def remove_item(shell: Shell, supplier: SupplierDetail, item: ItemDetail) -> None:
    """The supplier does not sell this any more."""
    again: dict[str, Any] = {
        "code": item.code, "pack": item.pack, "price": item.price, "min_quantity": item.min_quantity,
        "lead_days": item.lead_days, "preferred": item.preferred,
    }  # fmt: skip
    shell.do(
        suppliers.remove_item,
        supplier_id=supplier.id,
        variant_id=item.variant_id,
        said=_("{name} is not bought here any more.").format(name=item.name),
        undo=lambda _result: shell.do(
            suppliers.set_item, supplier_id=supplier.id, variant_id=item.variant_id, said=_("Undone"), **again
        ),
    )


def add_paper(shell: Shell, rows: list[Any]) -> None:
    """Note a licence or certificate and when it runs out."""

    def then(answers: Mapping[str, Any]) -> None:
        day = answers["expires"] if answers["runs_out"] else None
        shell.desk.do(
            suppliers.add_supplier_paper,
            rows[0].id,
            answers["name"],
            reference=answers["reference"],
            expires_on=day,
        )
        shell.say(_("{name} noted.").format(name=answers["name"]))

    fields = [
        Ask("name", _("Licence or certificate"), needed=True),
        Ask("reference", _("Its number")),
        Ask("runs_out", _("It runs out"), "yes", True),
        Ask("expires", _("Valid until"), "date"),
    ]
    shell.ask(_("Add a licence"), fields, then, rows[0].name, _("Add it"))


def set_weights(shell: Shell, _rows: list[Any] | None = None) -> None:
    """How years, quality and stability count in the score."""
    from shopdesk.queries.supplier_scores import weights

    own = shell.read(weights)

    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(suppliers.set_score_weights, answers["years"], answers["quality"], answers["stability"])
        shell.say(_("The scores are worked out anew."))

    fields = [
        Ask("years", _("Years of cooperation, in percent"), "number", own.years, most=100),
        Ask("quality", _("Quality, in percent"), "number", own.quality, most=100),
        Ask("stability", _("Stability of supply, in percent"), "number", own.stability, most=100),
    ]
    shell.ask(_("What counts in the score"), fields, then, _("Together 100 %."), _("Save"))
