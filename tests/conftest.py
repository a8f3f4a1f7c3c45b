"""Makes tests/ importable for the modules that make documents and reports, also under pytest-xdist."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
