"""Papers of real orders: they render, say what was packed, and their codes read back as the shop's own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.codes import in_house_ean
from shopdesk.domain.errors import UserError
from shopdesk.store import shop
from shopdesk.store.backup import copy_file
from shopdesk.store.tables import Barcode, Location, Order, Parcel, Return, Shipment, ShipmentLine, Wave
from shopdesk.usecases import orders, packing, printing, products
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.printing import Options
from shopdesk.usecases.sample import build_sample
from tests import make
from tests.database import PROFILE, in_memory
from tests.documents.reading_back import codes_in, squeezed, text_in


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample shop, built once and closed."""
    path = tmp_path_factory.mktemp("sample") / "sample.shop"
    desk = make.desk(shop.create(path, PROFILE), clock=make.Clock())
    desk.do(build_sample, days=3)
    desk.close()
    return path


@pytest.fixture
def sample(sample_file: Path, quick_folder: Path) -> Iterator[Desk]:
    """A copy of the sample shop."""
    assert in_memory()
    copy_file(sample_file, quick_folder / "sample.shop")
    desk = make.desk(shop.open_shop(quick_folder / "sample.shop"))
    yield desk
    desk.close()


def _printed(desk: Desk, paper: str, ids: list[int], **options: object) -> bytes:
    return printing.make(desk, paper, ids, Options(**options)).pdf  # type: ignore[arg-type]


def test_a_slip_for_every_shipment_names_the_goods_and_carries_its_number(sample: Desk):
    packed = make.rows(sample, Shipment, Shipment.state.in_(["packed", "shipped"]))[:6]
    pdf = _printed(sample, "packing-slip", [row.id for row in packed])
    codes, text = codes_in(pdf), squeezed(text_in(pdf))
    for shipment in packed:
        assert any(shipment.number in code for code in codes)
        for line in make.lines(sample, shipment.order_id):
            assert line.sku in text


def test_a_label_carries_the_carriers_number(sample: Desk):
    shipped = make.rows(sample, Shipment, Shipment.state == "shipped")[:4]
    codes = codes_in(_printed(sample, "shipping-label", [row.id for row in shipped]))
    for shipment in shipped:
        for parcel in make.rows(sample, Parcel, Parcel.shipment_id == shipment.id):
            assert parcel.tracking_no in codes


def test_a_pick_list_is_a_walk_with_its_own_code(sample: Desk):
    wave = make.rows(sample, Wave)[-1]
    pdf = _printed(sample, "pick-list", [wave.id])
    assert f"W{wave.number}" in codes_in(pdf)
    for shipment in make.rows(sample, Shipment, Shipment.wave_id == wave.id):
        assert shipment.number in text_in(pdf)


def test_product_and_bin_labels_read_back(sample: Desk):
    codes = make.rows(sample, Barcode)[:5]
    assert set(codes_in(_printed(sample, "product-label", [own.variant_id for own in codes]))) == {
        own.code for own in codes
    }
    bins = [place for place in make.rows(sample, Location) if place.zone == "picking"][:5]
    read = codes_in(_printed(sample, "bin-label", [place.id for place in bins]))
    assert {place.code for place in bins} <= {code.removeprefix("BIN-") for code in read} | set(read)


def test_a_return_slip_names_the_return_and_the_order(sample: Desk):
    shipment = make.rows(sample, Shipment, Shipment.state == "shipped")[0]
    case = make.returned(sample, shipment.order_id, state="awaiting_goods")
    pdf = _printed(sample, "return-slip", [case])
    number = make.row(sample, Return, case).number
    assert any(number in code for code in codes_in(pdf))
    assert make.row(sample, Order, shipment.order_id).number in text_in(pdf)


def test_the_command_card_needs_nothing(sample: Desk):
    assert any(code.startswith("CMD-") for code in codes_in(_printed(sample, "command-card", [])))


@pytest.mark.parametrize("paper", sorted(set(printing.PAPERS) - printing.NEEDS_NOTHING))
def test_papers_of_things_that_do_not_exist_are_refused(sample: Desk, paper: str):
    real = {
        "packing-slip": Shipment, "shipping-label": Shipment, "pick-list": Wave, "bin-label": Location,
        "product-label": ShipmentLine,
    }.get(paper)  # fmt: skip
    with pytest.raises(UserError, match="no such"):
        printing.make(sample, paper, [10**6])
    if real is not None:
        first = make.rows(sample, real)[0]
        known = getattr(first, "variant_id", first.id)
        with pytest.raises(UserError, match="no such"):
            printing.make(sample, paper, [known, 10**6])
    with pytest.raises(UserError, match="Choose what to print"):
        printing.make(sample, paper, [])
    with pytest.raises(UserError, match="is no paper"):
        printing.make(sample, paper + "s", [1])


def test_a_label_needs_a_parcel(desk: Desk):
    with pytest.raises(UserError, match="no parcel yet"):
        printing.make(desk, "shipping-label", [make.shipment(desk, make.order(desk, state="picked"))])


def test_a_product_with_several_barcodes_stands_on_the_slip_once(desk: Desk):
    tea = make.product(desk, 20, price=1000)
    pieces = sorted(in_house_ean(make.number()) for _code in range(2))
    for code in pieces:
        desk.do(products.add_barcode, tea, code)
    desk.do(products.add_barcode, tea, "0-CASE", 6)
    shipment = make.shipment(desk, make.order(desk, [(tea, 2)], "packed"))
    text = squeezed(text_in(_printed(desk, "packing-slip", [shipment])))
    assert "20.00" in text
    assert "60.00" not in text
    assert "0-CASE" not in text


def test_prices_stay_off_a_gift_and_off_a_slip_without_prices(desk: Desk):
    tea = make.product(desk, 20, price=1234)
    plain, gift = (make.shipment(desk, make.order(desk, [(tea, 1)], "packed", gift=given)) for given in (False, True))
    assert "12.34" in text_in(_printed(desk, "packing-slip", [plain]))
    assert "12.34" not in text_in(_printed(desk, "packing-slip", [plain], prices=False))
    assert "12.34" not in text_in(_printed(desk, "packing-slip", [gift]))


def test_what_follows_later_is_said_before_and_after_shipping(desk: Desk):
    tea, mug = make.product(desk, 2), make.product(desk)
    order = make.order(desk, [(tea, 5), (mug, 1)], "packed")
    shipment = make.shipment(desk, order)
    before = squeezed(text_in(_printed(desk, "packing-slip", [shipment])))
    make.bring(desk, order, "shipped")
    after = squeezed(text_in(_printed(desk, "packing-slip", [shipment])))
    for text in (before, after):
        for line, left in zip(make.lines(desk, order), (3, 1), strict=True):
            assert squeezed(f"{line.title} × {left}") in text


def test_a_label_lists_what_lies_in_its_own_parcel(desk: Desk):
    tea = make.product(desk, 9)
    shipment = make.shipment(desk, make.order(desk, [(tea, 3)], "packing"))
    desk.do(packing.scan, shipment, make.codes(desk, shipment)[0], 2)
    desk.do(packing.next_parcel, shipment)
    make.packed(desk, shipment)
    codes = codes_in(_printed(desk, "shipping-label", [shipment]))
    number = make.row(desk, Shipment, shipment).number
    assert {f"{number}/1", f"{number}/2"} <= set(codes)
    desk.do(orders.set_office_note, make.row(desk, Shipment, shipment).order_id, "done")
