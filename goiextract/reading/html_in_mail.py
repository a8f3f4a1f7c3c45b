"""Saved web archives (MHTML, also Word's "single file web page" named .doc): the HTML part in them."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

MAIL_START = re.compile(rb"\s*(?:[A-Za-z-]{2,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,20}", re.ASCII)


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin like a MHTML archive."""
    head = data[:4000].lower()
    return b"mime-version:" in head and b"content-type:" in head and MAIL_START.match(data[:4000]) is not None


def html_part(data: bytes) -> tuple[bytes, str]:
    """The largest HTML part of a MHTML archive and its charset; ``(b'', '')`` when there is none."""
    best, charset = b"", ""
    try:
        for part in message_from_bytes(data, policy=policy.compat32).walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes) and len(payload) > len(best):
                    best, charset = payload, part.get_content_charset("") or ""
    except (
        RecursionError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ):  # parts in parts by the thousand, bad headers
        return best, charset
    return best, charset
