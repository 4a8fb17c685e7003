"""The stricter content policy of the workbench: where htmx is, nothing else may make a request or reach the page.

htmx runs only for elements that carry this answer's nonce, and only its policy may write HTML (Trusted Types). So
injected HTML can neither run a script nor fire a request (docs/adr on htmx).
"""

from csp.constants import NONCE
from csp.decorators import csp_update

workbench = csp_update(
    {"script-src": [NONCE], "require-trusted-types-for": ["'script'"], "trusted-types": ["htmx"]}
)  # fmt: skip
