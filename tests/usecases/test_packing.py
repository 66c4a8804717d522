"""The bench: every unit scanned, nothing wrong let in, every scan kept, the parcel closed only when all is in."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from shopdesk.domain.codes import in_house_ean
from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.packing import ScanResult
from shopdesk.domain.rights import Role
from shopdesk.store.tables import Order, Parcel, Scan, Shipment, ShipmentLine, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import orders, packing, picking, products
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both


def _bench(desk: Desk, *lines: tuple[int, int]) -> int:
    """A shipment with these lines, on the bench."""
    return make.shipment(desk, make.order(desk, list(lines) or 1, "packing"))


def _sku(desk: Desk, variant: int) -> str:
    return make.row(desk, Variant, variant).sku


def _packed(desk: Desk, shipment: int) -> list[int]:
    return [line.packed for line in make.rows(desk, ShipmentLine, ShipmentLine.shipment_id == shipment)]


def _results(desk: Desk, shipment: int) -> list[str]:
    return [scan.result for scan in make.rows(desk, Scan, Scan.shipment_id == shipment)]


# --- to the bench ----------------------------------------------------------------------------------------------


def test_the_bench_shows_what_was_picked(desk: Desk):
    tea, mug = make.product(desk, 5), make.product(desk, 5)
    order = make.order(desk, [(tea, 3), (mug, 1)], "picked", note="Ring", office_note="Wrap")
    shown = desk.do(packing.start_packing, make.shipment(desk, order))
    assert (shown.pieces, shown.packed, shown.complete) == (4, 0, False)
    assert sorted((line.sku, line.expected) for line in shown.lines) == sorted(
        [(_sku(desk, tea), 3), (_sku(desk, mug), 1)]
    )
    assert (shown.buyer_note, shown.office_note, shown.parcel_no) == ("Ring", "Wrap", 1)
    again = desk.do(packing.start_packing, shown.shipment_id)
    assert again == shown
    assert len(make.rows(desk, Parcel, Parcel.shipment_id == shown.shipment_id)) == 1


@pytest.mark.parametrize("state", ["picking", "shipped"])
def test_only_picked_shipments_come_to_the_bench(desk: Desk, state: str):
    with pytest.raises(UserError, match="cannot become"):
        desk.do(packing.start_packing, make.shipment(desk, make.order(desk, state=state)))


def test_a_packed_shipment_is_not_started_again_by_mistake(desk: Desk):
    shipment = make.shipment(desk, make.order(desk, state="packed"))
    with pytest.raises(UserError, match="packed already by Olga"):
        desk.do(packing.start_packing, shipment)
    assert [parcel.state for parcel in make.rows(desk, Parcel, Parcel.shipment_id == shipment)] == ["closed"]


@pytest.mark.parametrize(
    "step",
    [
        lambda desk, one: desk.do(packing.scan, one, "X"),
        lambda desk, one: desk.do(packing.undo_scan, one),
        lambda desk, one: desk.do(packing.recount, one),
        lambda desk, one: desk.do(packing.force_line, one, 1, "x"),
        lambda desk, one: desk.do(packing.weigh, one, 5),
        lambda desk, one: desk.do(packing.next_parcel, one),
        lambda desk, one: desk.do(packing.close_shipment, one),
        lambda desk, one: desk.do(packing.acknowledge, one, ["X"]),
    ],
    ids=["scan", "undo", "recount", "force", "weigh", "next parcel", "close", "acknowledge"],
)
def test_nothing_happens_to_a_shipment_that_is_not_on_the_bench(desk: Desk, step):
    with pytest.raises(UserError, match="not on the bench"):
        step(desk, make.shipment(desk, make.order(desk, state="picked")))
    with pytest.raises(UserError, match="no such shipment"):
        step(desk, 10**6)
    packed = make.shipment(desk, make.order(desk, state="packed"))
    scans = len(make.rows(desk, Scan))
    with pytest.raises(UserError, match="packed already by Olga"):
        step(desk, packed)
    assert len(make.rows(desk, Scan)) == scans
    assert [parcel.state for parcel in make.rows(desk, Parcel, Parcel.shipment_id == packed)] == ["closed"]


# --- scanning --------------------------------------------------------------------------------------------------


def test_every_right_scan_counts_and_the_last_one_says_so(desk: Desk):
    tea = make.product(desk, 5)
    shipment = _bench(desk, (tea, 2))
    order, verdict = desk.do(packing.scan, shipment, _sku(desk, tea))
    assert (verdict.result, verdict.remaining, order.packed) == (ScanResult.OK, 1, 1)
    order, verdict = desk.do(packing.scan, shipment, _sku(desk, tea).lower())
    assert (verdict.result, verdict.complete, order.complete) == (ScanResult.DONE, True, True)
    assert _packed(desk, shipment) == [2]


@on_both
def test_wrong_unknown_and_too_many_are_refused_but_kept(desk: Desk):
    tea, mug = make.product(desk, 5), make.product(desk, 5)
    shipment = _bench(desk, (tea, 1))
    for code, result in (
        (_sku(desk, mug), ScanResult.WRONG),
        ("4006381333931", ScanResult.UNKNOWN),
        ("CMD-NOTHING", ScanResult.UNKNOWN),
        ("", ScanResult.UNKNOWN),
        ("x" * 500, ScanResult.UNKNOWN),
    ):
        order, verdict = desk.do(packing.scan, shipment, code)
        assert (verdict.result, order.packed) == (result, 0), code
    desk.do(packing.scan, shipment, _sku(desk, tea))
    _order, verdict = desk.do(packing.scan, shipment, _sku(desk, tea))
    assert verdict.result is ScanResult.TOO_MANY
    assert _packed(desk, shipment) == [1]
    assert _results(desk, shipment) == ["wrong", *["unknown"] * 4, "done", "too_many"]


def test_a_case_barcode_counts_all_its_pieces_or_none(desk: Desk):
    tea = make.product(desk, 20)
    case, piece = in_house_ean(10**6 + make.number()), in_house_ean(10**6 + make.number())
    desk.do(products.add_barcode, tea, case, 6, "case")
    desk.do(products.add_barcode, tea, piece)
    shipment = _bench(desk, (tea, 8))
    assert desk.do(packing.scan, shipment, case)[1].counted == 6
    refused = desk.do(packing.scan, shipment, case)[1]
    assert (refused.result, refused.remaining) == (ScanResult.TOO_MANY, 2)
    assert desk.do(packing.scan, shipment, piece, 2)[1].result is ScanResult.DONE
    assert _packed(desk, shipment) == [8]


def test_a_quantity_below_one_is_no_scan(desk: Desk):
    tea = make.product(desk, 5)
    shipment = _bench(desk, (tea, 1))
    for quantity in (0, -1):
        with pytest.raises(UserError, match="at least one"):
            desk.do(packing.scan, shipment, _sku(desk, tea), quantity)


def test_a_sku_that_two_variants_share_is_no_code(desk: Desk):
    tea, other = make.product(desk, 5), make.product(desk, 5)

    def share(work: Work) -> None:
        table = Variant.__table__
        work.write(
            update(table).where(table.c.id == other).values(sku=_sku(desk, tea), sku_key=_sku(desk, tea).casefold())
        )

    code = in_house_ean(10**6 + make.number())
    desk.do(products.add_barcode, tea, code)
    shipment = _bench(desk, (tea, 1))
    desk.do(share)
    assert desk.do(packing.scan, shipment, _sku(desk, tea))[1].result is ScanResult.UNKNOWN
    assert desk.do(packing.scan, shipment, code)[1].result is ScanResult.DONE


def test_two_lines_of_one_item_fill_up_one_after_the_other(desk: Desk):
    tea = make.product(desk, 9)
    shipment = _bench(desk, (tea, 2), (tea, 1))
    for _unit in range(2):
        desk.do(packing.scan, shipment, _sku(desk, tea))
    assert sorted(_packed(desk, shipment)) in ([0, 2], [1, 1])
    desk.do(packing.scan, shipment, _sku(desk, tea))
    assert sorted(_packed(desk, shipment)) == [1, 2]


@on_both
def test_a_scan_over_two_lines_is_taken_back_as_one(desk: Desk):
    tea = make.product(desk, 9)
    case = in_house_ean(10**6 + make.number())
    desk.do(products.add_barcode, tea, case, 3)
    shipment = _bench(desk, (tea, 2), (tea, 1))
    desk.do(packing.scan, shipment, case)
    assert sorted(_packed(desk, shipment)) == [1, 2]
    assert desk.do(packing.undo_scan, shipment).packed == 0


@on_both
def test_the_same_scan_sent_twice_counts_once(desk: Desk):
    tea = make.product(desk, 5)
    shipment = _bench(desk, (tea, 3))
    key = f"bench-1/{make.number()}"
    desk.do(packing.scan, shipment, _sku(desk, tea), 1, key)
    order, verdict = desk.do(packing.scan, shipment, _sku(desk, tea), 1, key)
    assert (verdict.result, verdict.remaining, order.packed) == (ScanResult.IGNORED, 2, 1)
    assert _packed(desk, shipment) == [1]
    desk.do(packing.scan, shipment, _sku(desk, tea), 1, key + "b")  # a second unit is a scan of its own
    assert _packed(desk, shipment) == [2]


@on_both
def test_two_desks_at_one_order_never_pack_more_than_was_picked(desk: Desk):
    anna, bert = make.desk(desk.database), make.desk(desk.database, Role.WAREHOUSE)
    tea = make.product(desk, 5)
    shipment = _bench(desk, (tea, 2))
    anna.do(packing.scan, shipment, _sku(desk, tea))
    bert.do(packing.scan, shipment, _sku(desk, tea))
    assert anna.do(packing.scan, shipment, _sku(desk, tea))[1].result is ScanResult.TOO_MANY
    bert.do(packing.close_shipment, shipment)
    for step in (
        lambda: anna.do(packing.close_shipment, shipment),
        lambda: anna.do(packing.scan, shipment, "X"),
        lambda: anna.do(packing.start_packing, shipment),
    ):
        with pytest.raises(UserError, match="packed already by Wanda"):
            step()


# --- taking back -----------------------------------------------------------------------------------------------


def test_the_last_scan_is_taken_back_and_stays_on_record(desk: Desk):
    tea = make.product(desk, 5)
    shipment = _bench(desk, (tea, 2))
    for _unit in range(2):
        desk.do(packing.scan, shipment, _sku(desk, tea))
    assert desk.do(packing.undo_scan, shipment).packed == 1
    assert desk.do(packing.undo_scan, shipment).packed == 0
    with pytest.raises(UserError, match="no scan to take back"):
        desk.do(packing.undo_scan, shipment)
    assert [scan.undone for scan in make.rows(desk, Scan, Scan.shipment_id == shipment)] == [True, True]


def test_a_refused_scan_is_nothing_to_take_back(desk: Desk):
    shipment = _bench(desk)
    desk.do(packing.scan, shipment, "NOBODY")
    with pytest.raises(UserError, match="no scan to take back"):
        desk.do(packing.undo_scan, shipment)


def test_a_recount_empties_only_the_open_parcel(desk: Desk):
    tea = make.product(desk, 9)
    shipment = _bench(desk, (tea, 5))
    desk.do(packing.scan, shipment, _sku(desk, tea), 2)
    desk.do(packing.next_parcel, shipment)
    desk.do(packing.scan, shipment, _sku(desk, tea), 2)
    assert desk.do(packing.recount, shipment).packed == 2
    assert "recount" in make.events(desk, "shipment", shipment)
    make.packed(desk, shipment)


# --- forcing ---------------------------------------------------------------------------------------------------


def test_a_line_is_forced_with_a_reason_by_those_who_may(desk: Desk):
    tea, mug = make.product(desk, 5), make.product(desk, 5)
    shipment = _bench(desk, (tea, 3), (mug, 1))
    desk.do(packing.scan, shipment, _sku(desk, tea))
    line, other = make.rows(desk, ShipmentLine, ShipmentLine.shipment_id == shipment)
    with pytest.raises(Forbidden):
        make.desk(desk.database, Role.WAREHOUSE).do(packing.force_line, shipment, line.id, "Label torn")
    with pytest.raises(UserError, match="give a reason"):
        desk.do(packing.force_line, shipment, line.id, " ")
    assert desk.do(packing.force_line, shipment, line.id, "Label torn").remaining == 1
    forced = make.rows(desk, Scan, Scan.shipment_id == shipment)[-1]
    assert (forced.result, forced.quantity, forced.forced_reason) == ("forced", 2, "Label torn")
    assert "forced" in make.events(desk, "shipment", shipment)
    for nothing in (line.id, 10**6):
        with pytest.raises(UserError, match="Nothing is left to force"):
            desk.do(packing.force_line, shipment, nothing, "Label torn")
    assert desk.do(packing.undo_scan, shipment).line(line.id).packed == 1
    assert other.packed == 0


# --- parcels ---------------------------------------------------------------------------------------------------


def test_a_shipment_closes_only_when_everything_is_in(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 2)], "packing")
    shipment = make.shipment(desk, order)
    desk.do(packing.scan, shipment, _sku(desk, tea))
    with pytest.raises(UserError, match="1 pieces are not scanned"):
        desk.do(packing.close_shipment, shipment)
    desk.do(packing.scan, shipment, _sku(desk, tea))
    assert desk.do(packing.close_shipment, shipment) == make.row(desk, Shipment, shipment).number
    closed = make.row(desk, Shipment, shipment)
    assert (closed.state, closed.packed_by) == ("packed", "Olga")
    assert make.row(desk, Order, order).fulfilment == "packed"


def test_a_shipment_may_need_several_parcels(desk: Desk):
    tea = make.product(desk, 9)
    shipment = _bench(desk, (tea, 5))
    with pytest.raises(UserError, match="parcel is empty"):
        desk.do(packing.next_parcel, shipment)
    for _parcel in range(2):
        desk.do(packing.scan, shipment, _sku(desk, tea), 2)
        desk.do(packing.weigh, shipment, 400)
        desk.do(packing.next_parcel, shipment)
    with pytest.raises(UserError, match="no scan to take back"):
        desk.do(packing.undo_scan, shipment)  # closed parcels are left alone
    desk.do(packing.scan, shipment, _sku(desk, tea))
    with pytest.raises(UserError, match="close the parcel instead"):
        desk.do(packing.next_parcel, shipment)
    desk.do(packing.close_shipment, shipment)
    parcels = make.rows(desk, Parcel, Parcel.shipment_id == shipment)
    assert [(parcel.number, parcel.state, parcel.weight_g) for parcel in parcels] == [
        (1, "closed", 400), (2, "closed", 400), (3, "closed", None),
    ]  # fmt: skip


def test_a_weight_is_more_than_nothing(desk: Desk):
    shipment = _bench(desk)
    for grams in (0, -5):
        with pytest.raises(UserError, match="more than zero"):
            desk.do(packing.weigh, shipment, grams)
    assert desk.do(packing.weigh, shipment, 250).weight_g == 250


@on_both
def test_a_packed_shipment_is_opened_again_until_it_leaves(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 2)], "packed")
    shipment = make.shipment(desk, order)
    opened = desk.do(packing.reopen_shipment, shipment, "Forgot the card")
    assert (opened.packed, opened.complete) == (2, True)
    assert make.row(desk, Shipment, shipment).packed_by == ""
    assert make.row(desk, Order, order).fulfilment == "picking"
    desk.do(packing.undo_scan, shipment)
    make.packed(desk, shipment)
    assert len(make.rows(desk, Parcel, Parcel.shipment_id == shipment)) == 1
    make.bring(desk, order, "shipped")
    for too_late in (shipment, make.shipment(desk, make.order(desk, state="packing"))):
        with pytest.raises(UserError, match="cannot become"):
            desk.do(packing.reopen_shipment, too_late)


def test_swallowed_scans_of_an_acknowledged_error_are_kept_and_count_nothing(desk: Desk):
    shipment = _bench(desk)
    desk.do(packing.acknowledge, shipment, ["A", "B"])
    desk.do(packing.acknowledge, shipment, [])
    assert _results(desk, shipment) == ["ignored", "ignored"]
    assert _packed(desk, shipment) == [0]


def test_an_order_laid_aside_waits_on_hold_with_what_was_scanned(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 2)], "packing")
    shipment = make.shipment(desk, order)
    desk.do(packing.scan, shipment, _sku(desk, tea))
    desk.do(packing.lay_aside, shipment, "Mug is chipped")
    assert make.row(desk, Order, order).held
    assert _packed(desk, shipment) == [1]
    with pytest.raises(UserError, match="on hold"):
        desk.do(packing.start_packing, shipment)
    desk.do(orders.release_hold, order)
    assert desk.do(packing.start_packing, shipment).packed == 1
    with pytest.raises(UserError, match="no such shipment"):
        desk.do(packing.lay_aside, 10**6, "x")


def test_what_was_cancelled_at_the_bench_starts_from_nothing(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 2)], "packing")
    desk.do(packing.scan, make.shipment(desk, order), _sku(desk, tea))
    desk.do(picking.cancel_shipment, make.shipment(desk, order), "x")
    make.bring(desk, order, "packing")
    assert desk.do(packing.start_packing, make.shipment(desk, order)).packed == 0
