"""A passkey made and used in a real browser, under the policy that allows no inline script."""

from urllib.parse import urlsplit

from tests.browser.conftest import check_axe
from wholesale.accounts.services import register_person

PASSWORD = "correct horse battery staple"
FINGER = {
    "options": {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
}


def test_a_passkey_signs_in_by_itself(open_page, transactional_db):
    register_person(email="nora@example.com", name="Nora", password=PASSWORD)
    page = open_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", FINGER)

    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("nora@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Passwordless").check()
    check_axe(page)
    page.get_by_role("button", name="Add passkey").click()
    page.wait_for_url("**/recovery-codes/**")

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")

    page.goto("/accounts/profile/")
    assert page.get_by_role("heading", name="Your account").is_visible()
