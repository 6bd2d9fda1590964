"""Every way in which organisations, units, people and access change."""

from people.commands.accepting import accept_as_new, accept_as_user, require_own
from people.commands.bodies import (
    change_organisation,
    record_succession,
    register_organisation,
)
from people.commands.facts import (
    change_employment,
    give_consent,
    record_employment,
    withdraw_consent,
)
from people.commands.invitations import cancel_invitation, invite, send_again
from people.commands.keys import IssuedKey, create_api_key, revoke_api_key
from people.commands.leavers import hand_over, stay
from people.commands.oversight import end_oversight, grant_oversight
from people.commands.passkeys import (
    WrongPasskey,
    add_passkey,
    ask_for_known,
    ask_for_new,
    remove_passkey,
    rename_passkey,
    show_passkey,
)
from people.commands.passwords import change_password, count_wrong_password
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
from people.commands.resets import (
    OtherSession,
    ask_reset,
    refuse_another,
    send_reset,
    use_reset,
)
from people.commands.role_ends import end_role
from people.commands.roles import grant_role
from people.commands.second_factor import (
    add_app,
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
    "IssuedKey",
    "OtherSession",
    "Proof",
    "Proved",
    "ProviderFacts",
    "TooManyTries",
    "WrongCode",
    "WrongPasskey",
    "WrongPassword",
    "accept_as_new",
    "accept_as_user",
    "add_app",
    "add_passkey",
    "add_provider",
    "ask_for_known",
    "ask_for_new",
    "ask_reset",
    "cancel_invitation",
    "change_back",
    "change_employment",
    "change_organisation",
    "change_password",
    "change_person",
    "change_provider",
    "change_unit",
    "close_unit",
    "count_wrong_password",
    "create_api_key",
    "create_user",
    "disable_user",
    "enable_user",
    "end_other_sessions",
    "end_oversight",
    "end_role",
    "end_session",
    "end_sessions_of",
    "forget_factors",
    "give_consent",
    "grant_oversight",
    "grant_role",
    "hand_over",
    "invite",
    "link_person",
    "make_recovery_codes",
    "merge_person",
    "move_unit",
    "offer_app",
    "open_unit",
    "prove",
    "record_employment",
    "record_succession",
    "refuse_another",
    "register_organisation",
    "register_person",
    "remove_app",
    "remove_passkey",
    "remove_person",
    "remove_provider",
    "rename_passkey",
    "require_own",
    "revoke_api_key",
    "send_again",
    "send_reset",
    "show_passkey",
    "sign_in",
    "sign_in_by_provider",
    "signed_out_by_provider",
    "stay",
    "use_reset",
    "withdraw_consent",
    "withdraw_person",
]
