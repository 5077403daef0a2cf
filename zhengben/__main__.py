"""Run Zhengben as ``python -m zhengben``."""

import sys

from zhengben.cli.main import run

if __name__ == "__main__":
    sys.exit(run())
