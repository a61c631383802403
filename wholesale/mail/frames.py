"""A mail as a page of its own: what a reader's program would show, with inline styles and no script, to be framed."""

from typing import Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.views.decorators.clickjacking import xframe_options_sameorigin

SANDBOX = ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"]


def mail_body(view: Any) -> Any:
    """Let a view answer a mail's HTML, in a sandbox and under a policy of its own (DATA.md 00, CSP)."""
    policy: Any = {
        "default-src": [NONE],
        "script-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:", "https:", "'self'"],
        "frame-ancestors": ["'self'"],
        "sandbox": SANDBOX,
    }
    return xframe_options_sameorigin(csp_replace(policy)(view))


def in_scheme(html: str, scheme: str) -> str:
    """Return a mail as a reader in the light or in the dark sees it; else as this device would show it."""
    seen = {"dark": "all", "light": "not all"}.get(scheme)
    return html.replace("(prefers-color-scheme: dark)", seen) if seen else html
