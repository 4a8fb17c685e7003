"""Words with a hyphen that a line must not break at."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

# One letter before the hyphen, in what is read and not in a tag. A longer word must break to fit a narrow window.
_SPLIT = re.compile(r"(?<![\w-])([^\W\d_]-\w{2,20})(?![\w-])(?![^<>]*>)")


def whole(text: str) -> SafeString:
    """Keep «e-konsultasjon», «B-preparater» and the like from being split at the hyphen when a line breaks."""
    return mark_safe(_SPLIT.sub(r'<span class="keep-together">\1</span>', conditional_escape(text)))
