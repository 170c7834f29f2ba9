"""The small shapes this product draws itself: one for each status and severity.

Each differs in outline, not only in colour, so that a status survives greyscale, print and colour
blindness. Every other icon comes from heroicons.
"""

from __future__ import annotations

_STROKE = (
    'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
)
_EYES = '<path fill="currentColor" d="M5.2 6.2h1.3v1.5H5.2ZM9.5 6.2h1.3v1.5H9.5Z"/>'

SHAPES: dict[str, str] = {
    "due": f'<g {_STROKE}><circle cx="8" cy="8" r="6"/><path d="M8 4.75V8l2.25 1.5"/></g>',
    "due_soon": f'<circle cx="8" cy="8" r="6" {_STROKE}/><path fill="currentColor" d="M8 2a6 6 0 0 1 0 12Z"/>',
    "late": '<path fill="currentColor" fill-rule="evenodd" d="M6.9 1.9a1.3 1.3 0 0 1 2.2 0l6 10.4a1.3 1.3 0 0 1-1.1 2H2a1.3'
    ' 1.3 0 0 1-1.1-2ZM7.1 5.5v4h1.8v-4Zm0 5.2v1.7h1.8v-1.7Z"/>',
    "escalated": f'<path {_STROKE} d="m3 7.5 5-5 5 5M3 13.25l5-5 5 5"/>',
    "trying": f'<path {_STROKE} d="M2 6.5c0-5 12-5 12 0v1.25h-3.25V6c-2-.75-3.5-.75-5.5 0v1.75H2Z"/>'
    '<path fill="currentColor" d="M3 11h2v2H3ZM7 11h2v2H7ZM11 11h2v2h-2Z"/>',
    "agreed": f'<path {_STROKE} d="M13.7 4.2 11.3 6.6 9.4 4.7l2.4-2.4a4 4 0 0 0-5 5.1L2.4 11.8a1.3 1.3 0 0 0 1.8 1.8'
    'l4.4-4.4a4 4 0 0 0 5.1-5Z"/>',
    "later": f'<g {_STROKE}><path d="M2.25 3.5h11.5v10H2.25ZM2.25 6.75h11.5M5.25 1.75V4.5M10.75 1.75V4.5"/></g>'
    '<path fill="currentColor" d="M8.5 9h3v2.5h-3Z"/>',
    "put_right": '<path fill="currentColor" fill-rule="evenodd" d="M8 1.25a6.75 6.75 0 1 0 0 13.5 6.75 6.75 0 0 0 0-13.5Zm3.8'
    ' 5.1L10.6 5.1 6.9 9 5.3 7.4 4.1 8.6l2.85 2.85Z"/>',
    "put_right_unconfirmed": f'<g {_STROKE}><circle cx="8" cy="8" r="6" stroke-dasharray="2.6 2.1"/>'
    '<path d="m5.5 8.1 1.8 1.8 3.3-3.6"/></g>',
    "closed_not": f'<g {_STROKE}><rect x="2.25" y="2.25" width="11.5" height="11.5" rx="1"/><path d="M5.25 8h5.5"/></g>',
    "low": '<path fill="currentColor" d="M2 10h3v4H2ZM6.5 13h3v1h-3ZM11 13h3v1h-3Z"/>',
    "normal": '<path fill="currentColor" d="M2 10h3v4H2ZM6.5 7h3v7h-3ZM11 13h3v1h-3Z"/>',
    "high": '<path fill="currentColor" d="M2 10h3v4H2ZM6.5 7h3v7h-3ZM11 3h3v11h-3Z"/>',
    "critical": '<path fill="currentColor" fill-rule="evenodd" d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1'
    ' 10.9V5.1Zm2 3v5h1.8V4Zm0 6.3V12h1.8v-1.7Z"/>',
    "kept": '<circle fill="currentColor" cx="8" cy="8" r="5.5"/>',
    "missed": '<path fill="currentColor" d="M8 2 15 14H1Z"/>',
    "open": f'<circle {_STROKE} cx="8" cy="8" r="5"/>',
    "face-1": f'<g {_STROKE}><circle cx="8" cy="8" r="6.25"/><path d="M5 11.6c1.6-2.4 4.4-2.4 6 0M4.6 5l2 .9M11.4 5l-2 .9"/></g>'
    f"{_EYES}",
    "face-2": f'<g {_STROKE}><circle cx="8" cy="8" r="6.25"/><path d="M5.25 11.2c1.4-1.5 4.1-1.5 5.5 0"/></g>{_EYES}',
    "face-3": f'<g {_STROKE}><circle cx="8" cy="8" r="6.25"/><path d="M5.25 10.5h5.5"/></g>{_EYES}',
    "face-4": f'<g {_STROKE}><circle cx="8" cy="8" r="6.25"/><path d="M5.25 9.9c1.4 1.5 4.1 1.5 5.5 0"/></g>{_EYES}',
    "face-5": f'<g {_STROKE}><circle cx="8" cy="8" r="6.25"/><path d="M4.75 9.25h6.5c-.4 3.4-6.1 3.4-6.5 0Z"/></g>{_EYES}',
    "mark": '<path fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" d="M12.6 4.1A6 6 0 1 0 14 8"/>'
    '<circle fill="currentColor" cx="8" cy="8" r="2.1"/>',
}


def drawing(name: str) -> str:
    """The inner SVG of one of our own shapes, on a 16 by 16 grid."""
    return SHAPES[name]
