"""The goods of an invented past: an assortment, its bins and suppliers, and what was bought week by week."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from shopdesk.domain.codes import code_key, in_house_ean
from shopdesk.domain.purchasing import PurchaseState, ReceiptState
from shopdesk.domain.reorder import BUFFER_DAYS, whole_packs
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.resources_folder import resource
from shopdesk.usecases.indexing import product_words, variant_words, words_of
from shopdesk.usecases.products import add_image
from shopdesk.usecases.sample_past import OWNER, PACKER, Item, Past

_BRAND = "Juniper & Clay"
_RACKS, _LEVELS = 60, 8
_COVER_DAYS = 30
_CAUTION = 1.5
"""An owner orders before the average day would ask for it."""
_LINES_AN_ORDER, _UNITS_A_LINE = 1.9, 1.3


def make_assortment(past: Past) -> None:
    """Products, variants, barcodes, bins, suppliers, and the stock the shop opened with."""
    _make_suppliers(past)
    chance, words = past.chance, past.words
    pictures = {
        name: _picture(past, name) for name in sorted({n for group in words["category"] for n in group["pictures"]})
    }
    made = 0
    for series in words["series"]:
        combinations = [
            (index, material, noun)
            for index, group in enumerate(words["category"])
            for noun in group["nouns"]
            for material in group["materials"]
        ]
        chance.shuffle(combinations)
        for index, material, noun in combinations:
            if made == past.size.products:
                break
            made += 1
            latin, chinese = _parted(noun)
            title = " ".join(word for word in (material, latin, series, chinese) if word)
            drawn = words["category"][index]["pictures"]
            fitting = [name for name in drawn if name.partition("-")[0] in noun] or drawn
            _make_product(past, made, index, title, pictures[chance.choice(fitting)])
    whole = sum(item.pull for item in past.items)
    a_day = past.size.orders / past.size.days * _LINES_AN_ORDER * _UNITS_A_LINE
    for item in past.items:
        item.daily = a_day * item.pull / whole
        past.by_id[item.id] = item
    _open(past)


def _parted(noun: str) -> tuple[str, str]:
    """“matcha bowl 抹茶碗” as its Latin and its Chinese part."""
    latin, _space, last = noun.rpartition(" ")
    return (noun, "") if last.isascii() else (latin, last)


def _picture(past: Past, name: str) -> str:
    data = resource("sample", "pictures", f"{name}.png").read_bytes()
    return add_image(past.work, data, data)


def _make_suppliers(past: Past) -> None:
    for group in past.words["supplier"]:
        supplier_id = past.id(past.sheets.suppliers)
        number = past.number("supplier")
        code = f"S-{number}"
        since = past.first_day - timedelta(days=400 * past.chance.randrange(1, 9))
        email = f"orders{number}@supplier.example"
        past.sheets.suppliers.add(
            supplier_id, code, code_key(code), group["name"], "", "", email, past.currency, "30 days net",
            group["lead_days"], 7, BUFFER_DAYS, since,
        )  # fmt: skip
        past.suppliers.append({**group, "id": supplier_id})
        past.found_by("supplier", supplier_id, words_of((group["name"], code, email)))


def _make_product(past: Past, number: int, index: int, title: str, image: str) -> None:
    chance, group = past.chance, past.words["category"][index]
    product_id = past.id(past.sheets.products)
    code = f"{group['code']}-{number:05d}"
    options = [""] if chance.random() < 0.55 else group["options"][: chance.randrange(2, 5)]
    created = past.at(past.first_day, 60)
    past.sheets.products.add(
        product_id, code, code_key(code), title, _BRAND, group["name"], image, ["Variant"] if options[0] else [],
        created, created,
    )  # fmt: skip
    low, high = group["price"]
    base = chance.randrange(low // 100, high // 100) * 100 + 90
    # A few things sell every day and most now and then.
    popular = 1 / (chance.randrange(past.size.products) + 8) ** 0.8
    sellers = [at for at, each in enumerate(past.suppliers) if group["name"] in each["categories"]]
    supplier = chance.choice(sellers)
    codes: list[str] = []
    for position, option in enumerate(options):
        item = _make_variant(past, product_id, position, code, title, option, image, base + 400 * position, supplier)
        item.category, item.pull = index, popular * chance.uniform(0.5, 1.5)
        item.shelf_days = group.get("shelf_days")
        past.items.append(item)
        codes += (item.sku, option, item.barcode)
        past.found_by(
            "variant",
            item.id,
            variant_words(title, option, item.sku, code, _BRAND, group["name"], "", (item.barcode,)),
        )
    past.found_by("product", product_id, product_words(title, code, _BRAND, group["name"], "", "", codes))


def _make_variant(
    past: Past, product_id: int, position: int, code: str, title: str, option: str, image: str, price: int,
    supplier: int,
) -> Item:  # fmt: skip
    chance, sheets = past.chance, past.sheets
    item_id, cost = past.id(sheets.variants), int(price * chance.uniform(0.34, 0.52))
    sku = f"{code}-{position + 1}" if option else code
    bin_id = _bin(past)
    weight = chance.randrange(60, 900)
    pack = chance.choice((1, 1, 2, 4, 6, 12))
    barcode = in_house_ean(100_000 + item_id)
    name = f"{title} · {option}" if option else title
    sheets.variants.add(
        item_id, product_id, position, sku, code_key(sku), name, option, [option] if option else [], price, cost,
        weight, bin_id, image, chance.choice((None, None, None, 3, 5)),
    )  # fmt: skip
    sheets.barcodes.add(past.id(sheets.barcodes), item_id, barcode)
    sheets.supplier_items.add(
        past.id(sheets.supplier_items), past.suppliers[supplier]["id"], item_id, f"{supplier + 1}-{item_id}", pack,
        cost, pack, True,
    )  # fmt: skip
    return Item(
        item_id, product_id, sku, title, option, 0, price, cost, weight, bin_id, barcode, supplier, pack, None, 0
    )


def _bin(past: Past) -> int:
    """The next bin of the walk: aisle, rack, level."""
    sheet = past.sheets.bins
    number = past.id(sheet)
    walk = len(sheet.waiting)
    rack, level = divmod(walk, _LEVELS)
    aisle, rack = divmod(rack, _RACKS)
    letters = chr(65 + aisle % 26) * (1 + aisle // 26)
    code = f"{letters}-{rack + 1:02d}-{level + 1}"
    sheet.add(number, past.warehouse, Zone.PICKING.value, code, 100 + 10 * walk)
    return number


def _open(past: Past) -> None:
    for item in past.items:
        lead = past.suppliers[item.supplier]["lead_days"]
        units = whole_packs(item.daily * (lead + _COVER_DAYS) + 2, item.pack)
        lot = _lot(past, item, past.first_day, "OPEN") if item.shelf_days else None
        item.put(lot, units)
        way = (past.supplier, item.bin_id)
        past.move(item, lot, units, way, MoveReason.OPENING, past.at(past.first_day, 120), OWNER, cost=item.cost)


def _lot(past: Past, item: Item, day: date, code: str) -> int:
    number = past.id(past.sheets.lots)
    shelf = int((item.shelf_days or 0) * past.chance.uniform(0.75, 1.0))
    past.sheets.lots.add(number, item.id, f"{code}-{number}", day, day + timedelta(days=shelf))
    return number


class Buying:
    """Orders to suppliers: written on Mondays, delivered when the supplier is ready."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self._due: dict[date, list[tuple[dict[str, Any], list[tuple[Item, int]], datetime]]] = defaultdict(list)

    def monday(self, day: date) -> None:
        """Order what runs out before the next delivery could come."""
        past = self.past
        wanted: dict[int, list[tuple[Item, int]]] = defaultdict(list)
        for item in past.items:
            item.daily = 0.75 * item.daily + 0.25 * item.sold / 7
            item.sold = 0
            lead = past.suppliers[item.supplier]["lead_days"]
            here = item.free + item.coming
            if here <= _CAUTION * item.daily * (lead + BUFFER_DAYS) + 1:
                units = whole_packs(
                    max(item.daily * (_CAUTION * (lead + BUFFER_DAYS) + _COVER_DAYS) - here, 2), item.pack
                )
                wanted[item.supplier].append((item, units))
                item.coming += units
        for supplier, lines in wanted.items():
            known = past.suppliers[supplier]
            late = past.chance.random() > known["on_time"]
            days = math.ceil(known["lead_days"] * (past.chance.uniform(1.2, 1.8) if late else 1))
            self._due[day + timedelta(days=days)].append((known, lines, past.at(day, 9 * 60 + 20)))

    def deliver(self, day: date) -> None:
        """Book what arrives today straight into its bins; what was damaged waits in quarantine."""
        for supplier, lines, ordered_at in self._due.pop(day, []):
            self._write(supplier, lines, ordered_at, self.past.at(day, 8 * 60))

    def rest(self) -> None:
        """Write down what is still on its way."""
        for day in sorted(self._due):
            for supplier, lines, ordered_at in self._due[day]:
                self._write(supplier, lines, ordered_at, None)

    def _write(
        self, supplier: dict[str, Any], lines: list[tuple[Item, int]], ordered_at: datetime, arrived: datetime | None
    ) -> None:
        past, sheets = self.past, self.past.sheets
        purchase_id, number = past.id(sheets.purchases), f"PO-{past.number('purchase')}"
        expected = ordered_at.date() + timedelta(days=supplier["lead_days"])
        goods = sum(item.cost * units for item, units in lines)
        state = PurchaseState.CLOSED if arrived else PurchaseState.CONFIRMED
        sheets.purchases.add(
            purchase_id, number, supplier["id"], state.value, past.currency, ordered_at, ordered_at,
            ordered_at + timedelta(hours=5), expected, arrived, arrived, goods, OWNER,
        )  # fmt: skip
        units = sum(count for _item, count in lines)
        past.tell("purchase", purchase_id, "created", ordered_at, OWNER, units=units)
        past.found_by("purchase", purchase_id, words_of((number, supplier["name"])))
        receipt_id = self._receipt(purchase_id, arrived) if arrived else None
        for item, count in lines:
            self._line(purchase_id, receipt_id, item, count, arrived)

    def _receipt(self, purchase_id: int, arrived: datetime) -> int:
        past, sheet = self.past, self.past.sheets.receipts
        receipt_id = past.id(sheet)
        sheet.add(
            receipt_id, f"GR-{past.number('receipt')}", purchase_id, ReceiptState.BOOKED.value,
            f"LS {past.chance.randrange(10_000, 99_999)}", arrived, arrived, PACKER,
        )  # fmt: skip
        return receipt_id

    def _line(self, purchase_id: int, receipt_id: int | None, item: Item, units: int, arrived: datetime | None) -> None:
        past, sheets, chance = self.past, self.past.sheets, self.past.chance
        line_id = past.id(sheets.purchase_lines)
        short = chance.randrange(1, units + 1) if arrived and chance.random() < 0.03 else 0
        damaged = 1 if arrived and units - short > 3 and chance.random() < 0.04 else 0
        good = units - short - damaged if arrived else 0
        sheets.purchase_lines.add(
            line_id, purchase_id, item.id, f"{item.supplier + 1}-{item.id}", units, item.pack, item.cost, good, damaged,
            short, arrived.date() if arrived and not short else None,
        )  # fmt: skip
        if arrived is None or receipt_id is None:
            return
        item.coming -= units
        if not good + damaged:
            return
        lot = _lot(past, item, arrived.date(), f"L{arrived:%y%m}") if item.shelf_days else None
        lot_row = sheets.lots.waiting[-1] if lot else None
        part = past.id(sheets.receipt_lines)
        sheets.receipt_lines.add(
            part, receipt_id, line_id, item.id, good, damaged, lot_row[2] if lot_row else "",
            lot_row[4] if lot_row else None, lot, item.bin_id if good else None, (good + damaged) * item.cost, good,
        )  # fmt: skip
        if good:
            way = (past.supplier, item.bin_id)
            past.move(item, lot, good, way, MoveReason.RECEIPT, arrived, PACKER, "receipt_line", part, item.cost)
            item.put(lot, good)
        if damaged:
            way = (past.supplier, past.quarantine)
            past.move(item, lot, damaged, way, MoveReason.RECEIPT, arrived, PACKER, "receipt_line", part, item.cost)
            back, later = (past.quarantine, past.supplier), arrived + timedelta(hours=6)
            past.move(item, lot, damaged, back, MoveReason.TO_SUPPLIER, later, PACKER)
