"""Makes tests/ importable for the modules that make documents and reports, also under pytest-xdist."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

os.environ["LC_ALL"] = "C.UTF-8"  # what the tests read is English, whoever runs them

settings.register_profile("busy", deadline=None)  # a busy machine is no failure
settings.load_profile("busy")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-expected", action="store_true", help="write tests/expected anew from what comes out now"
    )
