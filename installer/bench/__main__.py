"""``python installer/dev.py bench [NAME…] [--json] [--size N] [--pairs N] [--long]``."""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from pathlib import Path

NAMES = {
    "start": ("bench.start", 1),
    "ship": ("bench.ship", 1_000),
    "order-life": ("bench.order_life", 1_000),
    "orders-page": ("bench.orders_page", 100_000),
    "import-xlsx": ("bench.import_xlsx", 100_000),
    "export-xlsx": ("bench.export_xlsx", 100_000),
    "product-bulk": ("bench.product_bulk", 100_000),
    "search-cjk": ("bench.search_cjk", 100_000),
    "stock-books": ("bench.stock_books", 3_000),
    "stock-all": ("bench.stock_all", 10_000),
    "scroll": ("bench.scroll", 1_000_000),
}


def main(arguments: list[str] | None = None) -> int:
    """Run the named benchmarks, or all; prints one line each."""
    parser = argparse.ArgumentParser(prog="bench", description="Ours ÷ floor, pair by pair, in one run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(NAMES)}")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--size", type=int, default=0, help="rows instead of each benchmark's own size")
    parser.add_argument("--pairs", type=int, default=5, help="pairs to measure, at least five for a figure to quote")
    parser.add_argument("--long", action="store_true", help="twenty pairs")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in NAMES]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(NAMES)}")
    for name in chosen.names or NAMES:
        module, size = NAMES[name]
        with tempfile.TemporaryDirectory(prefix="shopdesk-bench-") as folder:
            pairs = 20 if chosen.long else chosen.pairs
            found = importlib.import_module(module).run(Path(folder), chosen.size or size, pairs)
        for figure in found if isinstance(found, list) else [found]:
            print(figure.json() if chosen.json else figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
