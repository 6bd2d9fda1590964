"""The roles of QIflow as data: what each is for and what it permits.

A permission (`<noun>.<verb>`) says who; a policy says when. A wider role (system, region,
country) reads findings and names of bodies, never people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from kernel.actors import Scope

READ = (
    "organisation.read",
    "committee.read",
    "project.read",
    "finding.read",
    "event.read",
)
PEOPLE = ("person.read",)
ADMINISTRATION = (
    "organisation.manage",
    "unit.manage",
    "user.manage",
    "user.read",
    "api_key.manage",
    "api_key.read",
    "import.run",
    "job.manage",
    "job.read",
    "standard.set",
)
OWN_PLACE = (Scope.ORGANISATION, Scope.UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDefinition:
    """One role: `scopes` says how far it may be given to reach."""

    code: str
    name: str
    purpose: str
    permissions: tuple[str, ...]
    scopes: tuple[Scope, ...] = OWN_PLACE


_ROLES_WITH_A_TASK = (
    RoleDefinition(
        code="committee_secretary",
        name="Committee secretary",
        purpose="Keeps committees, seats and meetings.",
        permissions=(*READ, *PEOPLE, "committee.manage", "person.manage", "psp.read"),
    ),
    RoleDefinition(
        code="committee_chair",
        name="Committee chair",
        purpose="Answers for a committee and confirms what it is.",
        permissions=(*READ, *PEOPLE, "committee.chair", "committee.manage"),
    ),
    RoleDefinition(
        code="ps_specialist",
        name="Patient safety specialist",
        purpose="Leads patient safety: committees, partners and what is required of them.",
        permissions=(
            *READ,
            *PEOPLE,
            "committee.manage",
            "psp.manage",
            "psp.suspend",
            "psp.read",
            "person.manage",
            "project.manage",
            "measure.manage",
        ),
    ),
    RoleDefinition(
        code="senior_lead",
        name="Senior lead for safety",
        purpose="Answers to the board; approves what others propose.",
        permissions=(
            *READ,
            *PEOPLE,
            "committee.manage",
            "psp.manage",
            "psp.suspend",
            "psp.lead_suspension",
            "psp.read",
            "project.sponsor",
            "project.manage",
            "measure.manage",
            "standard.set",
            "user.read",
            "user.manage",
        ),
    ),
    RoleDefinition(
        code="participation_team",
        name="Participation team",
        purpose="Finds, supports and pays partners.",
        permissions=(*READ, *PEOPLE, "psp.manage", "psp.read", "person.manage"),
    ),
    RoleDefinition(
        code="project_lead",
        name="Project lead",
        purpose="Runs improvement projects.",
        permissions=(
            *READ,
            *PEOPLE,
            "project.lead",
            "project.manage",
            "measure.manage",
            "person.manage",
        ),
    ),
    RoleDefinition(
        code="project_sponsor",
        name="Project sponsor",
        purpose="Approves set-up and stops what does not help.",
        permissions=(*READ, *PEOPLE, "project.sponsor"),
    ),
    RoleDefinition(
        code="coach",
        name="Improvement coach",
        purpose="Helps teams and confirms that testing was done well.",
        permissions=(*READ, *PEOPLE, "project.coach", "measure.manage"),
    ),
    RoleDefinition(
        code="partner",
        name="Partner",
        purpose="A patient, carer or family member who improves care with a team or committee.",
        permissions=(
            "organisation.read",
            "committee.read",
            "project.read",
            "project.propose",
            "finding.read",
        ),
    ),
    RoleDefinition(
        code="auditor",
        name="Auditor",
        purpose="Reads everything of an organisation and changes nothing.",
        permissions=(*READ, *PEOPLE, "psp.read", "user.read", "api_key.read", "job.read"),
    ),
    RoleDefinition(
        code="ig_lead",
        name="Information governance lead",
        purpose="Watches over personal data: access, correction and erasure.",
        permissions=(
            *READ,
            *PEOPLE,
            "person.manage",
            "user.read",
            "api_key.read",
            "project.archive",
        ),
    ),
    RoleDefinition(
        code="operator",
        name="Operator",
        purpose="Runs the service: registers organisations and mends the queue.",
        permissions=(
            "organisation.read",
            "organisation.register",
            "quarantine.read",
            "quarantine.manage",
            "event.read",
            "standard.set_national",
        ),
        scopes=(Scope.COUNTRY,),
    ),
    RoleDefinition(
        code="system_lead",
        name="System lead",
        purpose="An integrated care board's view of the organisations that let it look.",
        permissions=("organisation.read", "finding.read"),
        scopes=(Scope.SYSTEM,),
    ),
    RoleDefinition(
        code="national_lead",
        name="Regional or national lead",
        purpose="A region's or the country's view of the organisations that let it look.",
        permissions=("organisation.read", "finding.read", "standard.set_national"),
        scopes=(Scope.REGION, Scope.COUNTRY),
    ),
)


def _administrator() -> RoleDefinition:
    # Nobody can hand on what they lack: who hands out every role of a place holds it all. So an
    # administrator also stands in where nobody else can act: suspending a committee is for its
    # chair (committee.chair), but a chair may have left, or have no account here.
    within = (role.permissions for role in _ROLES_WITH_A_TASK if Scope.ORGANISATION in role.scopes)
    return RoleDefinition(
        code="administrator",
        name="Administrator",
        purpose="Keeps an organisation's users, units, keys and imports in order.",
        permissions=tuple(sorted({*ADMINISTRATION, *chain.from_iterable(within)})),
    )


ROLES = (_administrator(), *_ROLES_WITH_A_TASK)

BY_CODE = {role.code: role for role in ROLES}
PERMISSIONS = frozenset(permission for role in ROLES for permission in role.permissions)
_OF_PARTNERS = frozenset({"partner"})


def are_of_partners(roles: Iterable[str]) -> bool:
    """Is somebody with these roles a partner and nothing else?"""
    return _OF_PARTNERS.issuperset(roles)
