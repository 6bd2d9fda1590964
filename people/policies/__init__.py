"""May this actor do this to organisations, units, people and access now? Pure."""

from people.policies.access import (
    HeldRole,
    may_end_role,
    may_grant_role,
    may_issue_key,
    may_keep_user,
    may_manage_keys,
    may_manage_users,
    may_reset_password,
    may_switch_user,
)
from people.policies.bodies import may_change_organisation, may_manage_units, may_register
from people.policies.persons import may_link_person, may_manage_people, may_read_people
from people.policies.signing_in import (
    has_sessions,
    may_be_vouched_for,
    may_be_without_factor,
    may_set_up_providers,
    may_sign_in_by_provider,
)

__all__ = [
    "HeldRole",
    "has_sessions",
    "may_be_vouched_for",
    "may_be_without_factor",
    "may_change_organisation",
    "may_end_role",
    "may_grant_role",
    "may_issue_key",
    "may_keep_user",
    "may_link_person",
    "may_manage_keys",
    "may_manage_people",
    "may_manage_units",
    "may_manage_users",
    "may_read_people",
    "may_register",
    "may_reset_password",
    "may_set_up_providers",
    "may_sign_in_by_provider",
    "may_switch_user",
]
