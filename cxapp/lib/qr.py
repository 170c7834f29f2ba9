"""QR codes as inline SVG, without style attributes and without a request to anybody.

Lives here: drawing one. Not here: which address it holds.
"""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(url: str, *, title: str) -> SafeString:
    """The address as a picture for a template; `title` is its name for those who cannot see it.

    The white ground and the quiet border are drawn along, so that it can be read from a dark page. Its size is the
    style sheet's (`.qr`).
    """
    drawn = segno.make(url, error="m", micro=False).svg_inline(
        dark="#000", light="#fff", border=4, omitsize=True, svgclass="qr", lineclass=None, title=title
    )
    # Safe: the drawing is numbers, the title is escaped by segno, the address is inside the pattern only.
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - reviewed, see above
