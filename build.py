#!/usr/bin/env python3
"""Start Zhengben: ``python3 build.py --help`` says what it can do.

The first start makes a private environment beside this file; every start runs inside it.
This file is kept so plain that any Python 3 can read it as far as the check of its version.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 (this is where an older Python is told so)
    sys.stderr.write(
        "Zhengben needs Python 3.11 or newer, and this is Python %d.%d: "  # noqa: UP031
        "start build.py with a newer one, for example as `python3.13 build.py`.\n"
        % sys.version_info[:2]
    )
    sys.exit(3)

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

from zhengben.setup.bootstrap import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
