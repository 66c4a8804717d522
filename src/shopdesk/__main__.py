"""``python -m shopdesk``."""

import sys

from shopdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
