"""The letters about accounts: which there are, and which of allauth's occasions each is for."""

from collections.abc import Mapping
from datetime import timedelta

from allostream.mail.rules import Kind

QUARTER = timedelta(minutes=15)  # as long as a code holds
CODE = Kind("account_code", is_urgent=True, good_for=QUARTER)
EXISTS = Kind("account_exists", is_urgent=True, good_for=timedelta(hours=2))
UNKNOWN = Kind("account_unknown", is_urgent=True, good_for=timedelta(hours=2))
NOTICE = Kind("account_notice")

# By what allauth calls the letter: its kind, and what the template is told of the occasion.
OCCASIONS: Mapping[str, tuple[Kind, str]] = {
    "account/email/login_code": (CODE, "sign_in"),
    "account/email/email_confirmation_signup": (CODE, "confirm"),
    "account/email/email_confirmation": (CODE, "confirm"),
    "account/email/password_reset_code": (CODE, "reset"),
    "account/email/account_already_exists": (EXISTS, ""),
    "account/email/unknown_account": (UNKNOWN, ""),
    "account/email/email_changed": (NOTICE, "address_changed"),
    "account/email/email_confirm": (NOTICE, "address_confirmed"),
    "account/email/email_deleted": (NOTICE, "address_removed"),
    "account/email/password_changed": (NOTICE, "password_changed"),
    "account/email/password_set": (NOTICE, "password_set"),
    "account/email/password_reset": (NOTICE, "password_changed"),
    "mfa/email/totp_activated": (NOTICE, "app_added"),
    "mfa/email/totp_deactivated": (NOTICE, "app_removed"),
    "mfa/email/recovery_codes_generated": (NOTICE, "recovery_made"),
    "mfa/email/webauthn_added": (NOTICE, "passkey_added"),
    "mfa/email/webauthn_removed": (NOTICE, "passkey_removed"),
    "socialaccount/email/account_connected": (NOTICE, "provider_added"),
    "socialaccount/email/account_disconnected": (NOTICE, "provider_removed"),
}
