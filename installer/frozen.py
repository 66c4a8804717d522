"""Where a frozen program starts: the command line, which opens the window when nothing else is asked."""

import multiprocessing
import sys

from shopdesk.cli import main

if __name__ == "__main__":
    # Opening foreign files happens in a child process; in a frozen program that child starts here again.
    multiprocessing.freeze_support()
    sys.exit(main())
