"""The page on pathways is followed with what walks the written conversations."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "conversations"))
