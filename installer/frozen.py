"""Where a frozen program starts: as the command line, as the window, or as the child that opens foreign files."""

from __future__ import annotations

import sys
from pathlib import Path


def start() -> int:
    """Become what the arguments and the program's own name say."""
    from shopdesk.documents.reader_child import SWITCH

    if sys.argv[1:2] == [SWITCH]:
        from shopdesk.documents import reader_child

        return reader_child.main(sys.argv[2:])
    if Path(sys.executable).stem.endswith("-window"):
        from shopdesk import app

        return app.main()
    from shopdesk import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(start())
