"""Every way in which organisations, units, people and access change."""

from people.commands.bodies import (
    change_organisation,
    end_oversight,
    grant_oversight,
    record_succession,
    register_organisation,
)
from people.commands.facts import (
    change_employment,
    give_consent,
    record_employment,
    withdraw_consent,
)
from people.commands.keys import IssuedKey, create_api_key, revoke_api_key
from people.commands.passkeys import (
    WrongPasskey,
    add_passkey,
    ask_for_known,
    ask_for_new,
    remove_passkey,
    rename_passkey,
    show_passkey,
)
from people.commands.passwords import change_password
from people.commands.persons import (
    change_person,
    link_person,
    merge_person,
    register_person,
    remove_person,
)
from people.commands.proofs import Proved, WrongCode, prove
from people.commands.providers import (
    ProviderFacts,
    add_provider,
    change_provider,
    remove_provider,
)
from people.commands.roles import end_role, grant_role
from people.commands.second_factor import (
    Factors,
    add_app,
    factors_of,
    forget_factors,
    make_recovery_codes,
    offer_app,
    remove_app,
)
from people.commands.sessions import (
    Proof,
    end_other_sessions,
    end_session,
    end_sessions_of,
)
from people.commands.sign_in import WrongPassword, sign_in
from people.commands.single_sign_on import sign_in_by_provider, signed_out_by_provider
from people.commands.tries import TooManyTries
from people.commands.undoing import change_back, withdraw_person
from people.commands.units import change_unit, close_unit, move_unit, open_unit
from people.commands.users import create_user, disable_user, enable_user

__all__ = [
    "Factors",
    "IssuedKey",
    "Proof",
    "Proved",
    "ProviderFacts",
    "TooManyTries",
    "WrongCode",
    "WrongPasskey",
    "WrongPassword",
    "add_app",
    "add_passkey",
    "add_provider",
    "ask_for_known",
    "ask_for_new",
    "change_back",
    "change_employment",
    "change_organisation",
    "change_password",
    "change_person",
    "change_provider",
    "change_unit",
    "close_unit",
    "create_api_key",
    "create_user",
    "disable_user",
    "enable_user",
    "end_other_sessions",
    "end_oversight",
    "end_role",
    "end_session",
    "end_sessions_of",
    "factors_of",
    "forget_factors",
    "give_consent",
    "grant_oversight",
    "grant_role",
    "link_person",
    "make_recovery_codes",
    "merge_person",
    "move_unit",
    "offer_app",
    "open_unit",
    "prove",
    "record_employment",
    "record_succession",
    "register_organisation",
    "register_person",
    "remove_app",
    "remove_passkey",
    "remove_person",
    "remove_provider",
    "rename_passkey",
    "revoke_api_key",
    "show_passkey",
    "sign_in",
    "sign_in_by_provider",
    "signed_out_by_provider",
    "withdraw_consent",
    "withdraw_person",
]
