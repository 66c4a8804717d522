"""The tour: a channel's file becomes parcels, papers, a return and a refund, in a shop that stays whole."""

from __future__ import annotations

from pathlib import Path

from shopdesk.store import shop
from shopdesk.usecases.sample import build_sample
from shopdesk.usecases.tour import run_tour
from tests import make
from tests.database import PROFILE


def test_the_whole_way_from_a_file_to_a_refund(quick_folder: Path):
    desk = make.desk(shop.create(quick_folder / "tour.shop", PROFILE))
    desk.do(build_sample, days=2)
    said: list[str] = []
    tour = run_tour(desk, quick_folder / "papers", said.append)
    assert tour.imported >= 30
    assert tour.reviewed >= tour.shipped >= 25
    assert tour.parcels >= tour.shipped
    assert (tour.returned, tour.exchanged) == (3, 1)
    assert tour.refunded not in ("", "€0.00")
    assert tour.check["ok"], tour.check["problems"]
    assert len(tour.papers) >= 6
    assert all(Path(paper).read_bytes().startswith(b"%PDF") for paper in tour.papers)
    assert len(said) > 5
    make.whole(desk)
    desk.close()
