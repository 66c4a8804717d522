"""The real environment, over migrations that exist only for tests."""

import runpy

from shopdesk.store.upgrade import MIGRATIONS

runpy.run_path(str(MIGRATIONS / "env.py"))
