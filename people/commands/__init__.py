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
from people.commands.passwords import change_password
from people.commands.persons import (
    change_person,
    link_person,
    merge_person,
    register_person,
    remove_person,
)
from people.commands.roles import end_role, grant_role
from people.commands.sign_in import TooManyTries, WrongPassword, sign_in
from people.commands.undoing import change_back, withdraw_person
from people.commands.units import change_unit, close_unit, move_unit, open_unit
from people.commands.users import create_user, disable_user, enable_user

__all__ = [
    "IssuedKey",
    "TooManyTries",
    "WrongPassword",
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
    "link_person",
    "merge_person",
    "move_unit",
    "open_unit",
    "record_employment",
    "record_succession",
    "register_organisation",
    "register_person",
    "remove_person",
    "revoke_api_key",
    "sign_in",
    "withdraw_consent",
    "withdraw_person",
]
