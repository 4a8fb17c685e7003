"""Words with a hyphen that a line must not break at."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_SPLIT = re.compile(r"\b(e-(?:konsultasjon|consultation)\w*)", re.IGNORECASE)


def whole(text: str) -> SafeString:
    """Keep «e-konsultasjon», and its English name, from being split at the hyphen when a line breaks."""
    return mark_safe(_SPLIT.sub(r'<span class="keep-together">\1</span>', conditional_escape(text)))
