"""The finished file read again by other means than the extractor's, so that gold never promises what no page shows."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
import zipfile
from collections import Counter

from lxml import etree, html

from training.corpus.records import Made, Report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def missing_digits(report: Report, made: Made) -> list[str]:
    """The runs of digits that gold promises and the file does not hold often enough; empty when all is well."""
    text = unicodedata.normalize("NFKC", _text(report, made))
    pattern = r"\d" if report.kind == "text_glued" else r"\d+"
    wanted: Counter[str] = Counter()
    for key in report.shown - made.lost:
        wanted.update(re.findall(pattern, unicodedata.normalize("NFKC", report.figures[key].shown)))
    found = Counter(re.findall(pattern, text))
    return sorted((wanted - found).elements())


def _text(report: Report, made: Made) -> str:
    if made.proof:
        return text_of(made.proof, ".pdf", "")
    return text_of(made.data, made.suffix, report.look.get("encoding", "utf-8"))


def text_of(data: bytes, suffix: str, encoding: str) -> str:
    """All text of a file, by the simplest means for its kind."""
    if suffix == ".pdf":
        done = subprocess.run(["pdftotext", "-q", "-", "-"], input=data, capture_output=True, check=False, timeout=60)
        return done.stdout.decode("utf-8", "replace")
    if suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            root = etree.fromstring(parts.read("word/document.xml"))
        paragraphs = ("".join(map(_run_text, p.iter(f"{W}r"))) for p in root.iter(f"{W}p"))
        return "\n".join(paragraphs)
    text = data.decode(encoding)
    if suffix == ".js" or "<script" in text:
        text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)
        text = text.replace('\\"', '"').replace("\\/", "/").replace("\\n", "\n")
        text = text.replace("<script", "<div").replace("</script", "</div")
    if suffix in (".html", ".js"):
        text = re.sub(r"<(?:/?(?:td|tr|p|div|br|li)\b[^>]*)>", "\n", text)
        return "".join(str(part) for part in html.fromstring(f"<div>{text}</div>").itertext())
    return text


def _run_text(run: etree._Element) -> str:
    """What a run shows: hidden and deleted text is not read."""
    hidden = run.find(f"{W}rPr/{W}vanish") is not None
    shown = ("\n" if part.tag == f"{W}br" else part.text or "" for part in run.iter(f"{W}t", f"{W}br"))
    return "" if hidden else "".join(shown)
