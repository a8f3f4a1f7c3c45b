"""The reading process as it starts: nothing loaded that it does not need, and nothing left hidden."""

from __future__ import annotations

import subprocess
import sys


def test_jieba_is_loaded_without_pkg_resources_which_stays_importable() -> None:
    script = (
        "import sys; from goiextract.worker import _import_jieba; _import_jieba(); "
        "print('jieba' in sys.modules, 'pkg_resources' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-W", "ignore", "-c", script], check=True, capture_output=True, text=True)
    assert said.stdout.split() == ["True", "False"]
