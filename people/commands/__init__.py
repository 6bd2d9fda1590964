"""Every way in which organisations, units, people and access change."""

from people.commands.accepting import accept_as_new, accept_as_user, require_own
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
from people.commands.invitations import cancel_invitation, invite, send_again
from people.commands.keys import IssuedKey, create_api_key, revoke_api_key
from people.commands.leavers import hand_over, stay
from people.commands.passwords import change_password
from people.commands.persons import (
    change_person,
    link_person,
    merge_person,
    register_person,
    remove_person,
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
from people.commands.sign_in import TooManyTries, WrongPassword, sign_in
from people.commands.undoing import change_back, withdraw_person
from people.commands.units import change_unit, close_unit, move_unit, open_unit
from people.commands.users import create_user, disable_user, enable_user

__all__ = [
    "IssuedKey",
    "OtherSession",
    "TooManyTries",
    "WrongPassword",
    "accept_as_new",
    "accept_as_user",
    "ask_reset",
    "cancel_invitation",
    "change_back",
    "change_employment",
    "change_organisation",
    "change_password",
    "change_person",
    "change_unit",
    "close_unit",
    "create_api_key",
    "create_user",
    "disable_user",
    "enable_user",
    "end_oversight",
    "end_role",
    "give_consent",
    "grant_oversight",
    "grant_role",
    "hand_over",
    "invite",
    "link_person",
    "merge_person",
    "move_unit",
    "open_unit",
    "record_employment",
    "record_succession",
    "refuse_another",
    "register_organisation",
    "register_person",
    "remove_person",
    "require_own",
    "revoke_api_key",
    "send_again",
    "send_reset",
    "sign_in",
    "stay",
    "use_reset",
    "withdraw_consent",
    "withdraw_person",
]
