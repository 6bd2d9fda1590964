"""permissions.md: who may do what."""

from __future__ import annotations

from people.roles import PERMISSIONS, ROLES, RoleDefinition
from qiflow.documents import markdown

_INTRODUCTION = """
A permission says *who*; a policy says *when*. A role is given to a user for a scope: one
organisation, one unit with what is below it, a system (ICB), a region or the country. The wider
ones read findings and the names of bodies, never people. Beside roles, a place on a project's team
gives its own part in that project (see the tables of transitions).
"""


def page() -> str:
    """Roles, then permissions against roles."""
    return markdown.page("Roles and permissions", _INTRODUCTION, _roles(), *_matrices())


def _roles() -> str:
    rows = (
        [
            role.name,
            markdown.code(role.code),
            role.purpose,
            ", ".join(scope for scope in role.scopes),
        ]
        for role in ROLES
    )
    return markdown.table(["Role", "Code", "For", "May be given for"], rows)


def _matrices() -> list[str]:
    nouns = sorted({permission.split(".")[0] for permission in PERMISSIONS})
    parts = []
    for noun in nouns:
        wanted = sorted(name for name in PERMISSIONS if name.split(".")[0] == noun)
        holders = [role for role in ROLES if set(wanted) & set(role.permissions)]
        parts += [f"## {markdown.words(noun).capitalize()}", _matrix(wanted, holders)]
    return parts


def _matrix(permissions: list[str], holders: list[RoleDefinition]) -> str:
    rows = (
        [role.name, *("yes" if name in role.permissions else "" for name in permissions)]
        for role in holders
    )
    return markdown.table(["Role", *(markdown.code(name) for name in permissions)], rows)
