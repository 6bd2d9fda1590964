"""Every door of the API, with who may pass. A door that is not here fails the build."""

from __future__ import annotations

from typing import Any

from people.roles import PERMISSIONS
from tests.integration.walls.declaring import changes, lists, makes, reads
from tests.integration.walls.doors import NOBODY, OPEN, Door, OpenDoor
from tests.integration.walls.table_api_measures import MEASURES, OTHER_MEASURES
from tests.integration.walls.world import Relation

_NO_THING = (Relation.NOTHING,)
_DAY = "2026-01-01"
_PASSWORD = "a long enough phrase"

COMMITTEE = ("committee.read",)
COMMITTEE_KEEP = ("committee.manage",)
PROJECT = ("project.read",)
PROJECT_KEEP = ("project.manage", "project.lead")
AGREE = (*PROJECT_KEEP, "project.sponsor", "project.propose", "project.coach")
PSP = ("psp.read", "psp.manage")
PSP_KEEP = ("psp.manage",)
PERSON = ("person.read",)
PERSON_KEEP = ("person.manage",)
USERS = ("user.read",)
USERS_KEEP = ("user.manage",)
KEYS = ("api_key.read",)
KEYS_KEEP = ("api_key.manage",)
PROVIDERS = ("organisation.manage",)


_ORGANISATION = "organisations/{organisation}"
_UNIT = "units/{unit}"
_PERSON = "people/{person}"
_COMMITTEE = "committees/{committee}"
_APPOINTMENT = "psp-appointments/{appointment}"
_PROJECT = "projects/{project}"
_ORGANISATION_KEEP = ("organisation.manage",)
_UNIT_KEEP = ("unit.manage",)
#: Bodies are in the register, and overseers know those that let them look.
_BODY: dict[str, Any] = {"register": True}
_IN_A_BODY: dict[str, Any] = {"register": True, "overseen": True}

PEOPLE = (
    lists("me"),
    makes(
        "me/password",
        OPEN,
        {"current_password": "not mine at all", "new_password": _PASSWORD},
        ok=400,
        for_keys=403,
        roleless=403,
        relations=_NO_THING,
    ),
    lists("roles"),
    lists("organisations"),
    makes(
        "organisations",
        ("organisation.register",),
        {"name": "New Body", "type": "other"},
        national=True,
        relations=_NO_THING,
    ),
    reads(_ORGANISATION, ("organisation.read",), overseen=True, **_BODY),
    changes(
        "PATCH",
        _ORGANISATION,
        _ORGANISATION_KEEP,
        {"name": "x"},
        overseen=True,
        registrar_may=True,
        **_BODY,
    ),
    changes(
        "POST",
        f"{_ORGANISATION}/oversight",
        _ORGANISATION_KEEP,
        {"overseer_id": "{beside}", "from_date": _DAY},
    ),
    changes(
        "PATCH",
        f"{_ORGANISATION}/oversight/{{oversight}}",
        _ORGANISATION_KEEP,
        {"to_date": _DAY},
        mixed=("oversight",),
        mixed_first=True,
    ),
    reads(f"{_ORGANISATION}/history", OPEN),
    makes(
        f"{_ORGANISATION}/succession",
        ("organisation.register",),
        {"predecessor_id": "{beside}", "from_date": _DAY},
        national=True,
    ),
    lists("units"),
    makes(
        "units",
        _UNIT_KEEP,
        {"organisation_id": "{organisation}", "name": "x", "type": "ward"},
        **_IN_A_BODY,
    ),
    reads(_UNIT, OPEN, overseen=True),
    reads(f"{_UNIT}/history", OPEN, overseen=True),
    changes("PATCH", _UNIT, _UNIT_KEEP, {"name": "x"}, overseen=True),
    changes(
        "POST", f"{_UNIT}/places", _UNIT_KEEP, {"parent_id": None, "from_date": _DAY}, overseen=True
    ),
    changes("POST", f"{_UNIT}/close", _UNIT_KEEP, {"last_day": _DAY}, overseen=True),
    lists("people"),
    makes("people", PERSON_KEEP, {"organisation_id": "{organisation}", "name": "x"}, **_IN_A_BODY),
    reads(_PERSON, PERSON),
    reads(f"{_PERSON}/history", PERSON),
    changes("PATCH", _PERSON, PERSON_KEEP, {"name": "x"}),
    changes(
        "POST",
        f"{_PERSON}/employments",
        PERSON_KEEP,
        {"employer_name": "x", "basis": "bank", "from_date": _DAY},
    ),
    changes(
        "PATCH",
        f"{_PERSON}/employments/{{employment}}",
        PERSON_KEEP,
        {"confirmed": True},
        mixed=("employment",),
    ),
    changes("POST", f"{_PERSON}/consents", PERSON_KEEP, {"scope": "serve", "from_date": _DAY}),
    changes(
        "POST",
        f"{_PERSON}/consents/withdraw",
        PERSON_KEEP,
        {"scope": "serve", "from_date": _DAY},
    ),
    changes(
        "POST", f"{_PERSON}/link", USERS_KEEP, {"user_id": "{user}"}, mixed=("user",), strange=400
    ),
    changes(
        "POST", f"{_PERSON}/merge", PERSON_KEEP, {"into_id": "{twin}"}, mixed=("twin",), strange=400
    ),
    changes("POST", f"{_PERSON}/remove", USERS_KEEP, {}, also=PERSON_KEEP),
    lists("users"),
    makes(
        "users",
        USERS_KEEP,
        {
            "organisation_id": "{organisation}",
            "email": "new@example.org",
            "name": "New",
            "password": _PASSWORD,
            "role": "project_sponsor",
        },
        **_IN_A_BODY,
    ),
    reads("users/{user}", USERS, unseen=404),
    reads("users/{user}/history", USERS, unseen=404),
    Door(method="POST", path="users/{user}/disable", may=USERS_KEEP, body={}),
    Door(method="POST", path="users/{user}/enable", may=USERS_KEEP, ok=409, body={}),
    makes(
        "users/{user}/role-grants",
        USERS_KEEP,
        {"organisation_id": "{organisation}", "role": "project_sponsor"},
        **_BODY,
    ),
    Door(method="PATCH", path="role-grants/{role_grant}", may=USERS_KEEP, body={"to_date": _DAY}),
    lists("api-keys"),
    makes(
        "api-keys",
        KEYS_KEEP,
        {
            "organisation_id": "{organisation}",
            "name": "x",
            "roles": ["partner"],
            "scopes": ["read"],
            "expires_at": "{soon}",
        },
        for_keys=403,
        **_IN_A_BODY,
    ),
    reads("api-keys/{key}", KEYS, unseen=404),
    Door(method="DELETE", path="api-keys/{key}", may=KEYS_KEEP, ok=204),
    makes("me/confirm", OPEN, {}, ok=400, for_keys=403, relations=_NO_THING),
    lists("me/second-factor", for_keys=403),
    lists("me/sessions"),
    makes("me/sessions/end-others", OPEN, {}, ok=200, relations=_NO_THING),
    Door(method="DELETE", path="me/sessions/{session}", may=NOBODY, unseen=404),
    makes("users/{user}/end-sessions", USERS_KEEP, {}, ok=200),
    makes("users/{user}/forget-second-factor", USERS_KEEP, {}, ok=200),
    lists("identity-providers"),
    makes(
        "identity-providers",
        PROVIDERS,
        {
            "organisation_id": "{organisation}",
            "name": "Login",
            "issuer": "https://login.trust.example",
            "client_id": "another",
            "client_secret": "a secret of this trust",
            "email_domain": "trust.example",
        },
        **_IN_A_BODY,
    ),
    reads("identity-providers/{provider}", PROVIDERS),
    Door(
        method="PATCH", path="identity-providers/{provider}", may=PROVIDERS, body={"name": "Login"}
    ),
    Door(method="DELETE", path="identity-providers/{provider}", may=PROVIDERS, ok=204),
)

_INVITATION = "invitations/{invitation}"
_LEAVING = {"last_day": "2199-01-01", "receiver_id": "{owner}"}

ACCESS = (
    lists("invitations"),
    makes(
        "invitations",
        USERS_KEEP,
        {
            "organisation_id": "{organisation}",
            "email": "invited@example.org",
            "roles": ["project_sponsor"],
        },
        **_IN_A_BODY,
    ),
    reads(_INVITATION, USERS, unseen=404),
    Door(method="POST", path=f"{_INVITATION}/send-again", may=USERS_KEEP, body={}),
    Door(method="POST", path=f"{_INVITATION}/cancel", may=USERS_KEEP, body={}),
    OpenDoor(
        method="POST",
        path="invitations/accept",
        body={"token": "{invitation_token}", "name": "New", "password": _PASSWORD},
        ok=201,
        member=409,
        other=403,
    ),
    OpenDoor(
        method="POST",
        path="password-resets",
        body={"email": "nobody@example.org"},
        member=200,
        other=200,
    ),
    OpenDoor(
        method="POST",
        path="password-resets/use",
        body={"token": "{reset_token}", "password": _PASSWORD},
        ok=204,
        member=401,
        other=401,
    ),
    # Whoever hands out a password holds all that the user may: of those here, administrators.
    makes("users/{user}/password-reset", ("organisation.manage",), {}, for_keys=403),
    reads("users/{user}/leaving", USERS_KEEP),
    makes("users/{user}/leaving", USERS_KEEP, _LEAVING),
    Door(method="DELETE", path="users/{leaver}/leaving", may=USERS_KEEP, ok=204),
)

GOVERNANCE = (
    lists("committees"),
    makes(
        "committees",
        COMMITTEE_KEEP,
        {"organisation_id": "{organisation}", "name": "x", "established_on": _DAY},
    ),
    reads(_COMMITTEE, COMMITTEE, shared=COMMITTEE),
    changes("PATCH", _COMMITTEE, COMMITTEE_KEEP, {"name": "x"}, shared=NOBODY),
    reads(f"{_COMMITTEE}/transitions", COMMITTEE, shared=COMMITTEE),
    changes(
        "POST",
        f"{_COMMITTEE}/transitions",
        ("committee.chair",),
        {"transition": "suspend", "reason": "Winter."},
        shared=NOBODY,
    ),
    reads(f"{_COMMITTEE}/history", COMMITTEE, shared=COMMITTEE),
    reads(f"{_COMMITTEE}/seats", COMMITTEE, shared=COMMITTEE),
    changes("POST", f"{_COMMITTEE}/seats", COMMITTEE_KEEP, {"seat_kind": "psp"}, shared=NOBODY),
    changes(
        "POST",
        f"{_COMMITTEE}/seats/{{seat}}/close",
        COMMITTEE_KEEP,
        {"last_day": _DAY},
        shared=NOBODY,
        mixed=("seat",),
    ),
    reads(f"{_COMMITTEE}/organisations", COMMITTEE, shared=COMMITTEE),
    changes(
        "POST",
        f"{_COMMITTEE}/organisations",
        COMMITTEE_KEEP,
        {"organisation_id": "{beside}", "from_date": _DAY},
        shared=NOBODY,
    ),
    changes(
        "POST",
        f"{_COMMITTEE}/organisations/{{participant}}/end",
        COMMITTEE_KEEP,
        {"last_day": _DAY},
        shared=NOBODY,
    ),
    changes(
        "POST",
        f"{_COMMITTEE}/recruitment",
        COMMITTEE_KEEP,
        {"seat_id": "{seat}", "owner_id": "{person}"},
        shared=NOBODY,
        mixed=("seat",),
    ),
    changes(
        "POST",
        f"{_COMMITTEE}/recruitment/{{recruitment}}/end",
        COMMITTEE_KEEP,
        {"last_day": _DAY},
        shared=NOBODY,
        mixed=("recruitment",),
    ),
    changes("POST", f"{_COMMITTEE}/papers", COMMITTEE_KEEP, {"noted_on": _DAY}, shared=NOBODY),
    changes(
        "POST",
        f"{_COMMITTEE}/approvals",
        COMMITTEE_KEEP,
        {"approved_on": _DAY},
        shared=NOBODY,
    ),
    lists("psp-appointments"),
    makes(
        "psp-appointments",
        PSP_KEEP,
        {"organisation_id": "{organisation}", "person_id": "{person}"},
    ),
    reads(_APPOINTMENT, PSP),
    reads(f"{_APPOINTMENT}/transitions", PSP),
    changes(
        "POST",
        f"{_APPOINTMENT}/transitions",
        PSP_KEEP,
        {"transition": "pause", "reason": "A holiday."},
    ),
    reads(f"{_APPOINTMENT}/history", PSP),
    reads(f"{_APPOINTMENT}/terms", PSP),
    changes(
        "PATCH",
        f"{_APPOINTMENT}/terms",
        PSP_KEEP,
        {"number": 1, "from_date": _DAY, "to_date": "2026-12-31"},
    ),
    reads(f"{_APPOINTMENT}/induction", PSP),
    changes(
        "PATCH",
        f"{_APPOINTMENT}/induction",
        PSP_KEEP,
        {"completed_on": _DAY, "confidentiality_signed_on": _DAY},
    ),
    lists("seat-assignments"),
    changes(
        "POST",
        "seat-assignments",
        COMMITTEE_KEEP,
        {
            "committee_id": "{committee}",
            "seat_id": "{seat}",
            "appointment_id": "{appointment}",
            "from_date": _DAY,
        },
        shared=NOBODY,
    ),
    reads("seat-assignments/{assignment}", COMMITTEE, shared=COMMITTEE),
    changes(
        "PATCH",
        "seat-assignments/{assignment}",
        COMMITTEE_KEEP,
        {"to_date": _DAY},
        shared=NOBODY,
    ),
    lists("psp-pools"),
    reads("psp-pools/{pool}", PSP),
    makes("psp-pools", PSP_KEEP, {"organisation_id": "{organisation}", "name": "New pool"}),
    makes(
        "psp-pools/{pool}/members",
        PSP_KEEP,
        {"appointment_id": "{appointment}", "from_date": _DAY},
        ok=204,
        mixed=("appointment",),
    ),
    Door(
        method="PATCH",
        path="psp-pools/{pool}/members",
        may=PSP_KEEP,
        ok=400,  # the appointment belongs to no pool yet
        body={"appointment_id": "{appointment}", "last_day": _DAY},
    ),
)

PROJECTS = (
    lists("projects"),
    makes(
        "projects",
        ("project.manage", "project.lead", "project.propose"),
        {"organisation_id": "{organisation}", "title": "x"},
    ),
    changes(
        "POST",
        "projects/transitions",
        ("project.lead", "project.propose"),
        {"steps": [{"project_id": "{project}", "version": 999999, "transition": "propose"}]},
        headers={},
        shared=NOBODY,
    ),
    reads(_PROJECT, PROJECT, shared=OPEN),
    changes("PATCH", _PROJECT, PROJECT_KEEP, {"title": "x"}, shared=NOBODY),
    reads(f"{_PROJECT}/team", PROJECT, shared=OPEN),
    changes(
        "POST",
        f"{_PROJECT}/team",
        PROJECT_KEEP,
        {"person_id": "{person}", "team": "oversight", "role": "partner"},
        shared=NOBODY,
    ),
    changes(
        "PATCH",
        f"{_PROJECT}/team/{{membership}}",
        PROJECT_KEEP,
        {"capacity": "lived"},
        shared=NOBODY,
        mixed=("membership",),
    ),
    changes(
        "DELETE",
        f"{_PROJECT}/team/{{membership}}",
        PROJECT_KEEP,
        None,
        shared=NOBODY,
        mixed=("membership",),
    ),
    reads(f"{_PROJECT}/organisations", PROJECT, shared=OPEN),
    changes(
        "POST",
        f"{_PROJECT}/organisations",
        PROJECT_KEEP,
        {"participant_id": "{beside}"},
        shared=NOBODY,
    ),
    changes(
        "PATCH",
        f"{_PROJECT}/organisations/{{participation}}",
        PROJECT_KEEP,
        {"to_date": _DAY},
        shared=NOBODY,
        mixed=("participation",),
    ),
    reads(f"{_PROJECT}/charter", PROJECT, shared=OPEN),
    changes("POST", f"{_PROJECT}/charter", PROJECT_KEEP, {"purpose": "x"}, shared=NOBODY),
    reads(f"{_PROJECT}/sign-offs", PROJECT, shared=OPEN),
    changes(
        "POST",
        f"{_PROJECT}/sign-offs",
        AGREE,
        {"about": "aim", "given_as": "partner", "person_id": "{person}", "way": "meeting"},
        shared=NOBODY,
    ),
    changes(
        "DELETE",
        f"{_PROJECT}/sign-offs/{{sign_off}}",
        AGREE,
        None,
        shared=NOBODY,
        mixed=("sign_off",),
    ),
    reads(f"{_PROJECT}/transitions", PROJECT, shared=OPEN),
    changes(
        "POST",
        f"{_PROJECT}/transitions",
        ("project.lead", "project.propose"),
        {"transition": "propose"},
        shared=NOBODY,
    ),
    reads(f"{_PROJECT}/history", PROJECT, shared=OPEN),
)

OPENING = (
    lists("opening-positions"),
    lists("opening-positions/format"),
    reads("opening-positions/{opening}", ("import.run",), unseen=404),
    makes(
        "opening-positions",
        ("import.run",),
        {"organisation_id": "{organisation}", "file": b"x"},
        ok=400,  # it is no workbook
        multipart=True,
    ),
)

WORKFLOWS = (
    lists("findings"),
    reads("findings/{finding}", OPEN, overseen=True, shared=OPEN),
    lists("compliance"),
    lists("rules"),
    lists("rules/C01"),
    lists("standards"),
    makes(
        "standards",
        ("standard.set",),
        {
            "organisation_id": "{organisation}",
            "name": "min_psp",
            "value": 3,
            "valid_from": _DAY,
            "source": "Board",
        },
        overseen=True,
    ),
    lists("standards/min_psp"),
    lists("events", may=("event.read",)),
    lists("quarantine", national=True, may=("quarantine.read",)),
    reads("quarantine/{pending}", ("quarantine.read",), national=True, relations=_NO_THING),
    makes(
        "quarantine/{pending}/retry",
        ("quarantine.manage",),
        {},
        ok=204,
        national=True,
        relations=_NO_THING,
    ),
    makes(
        "quarantine/{pending}/skip",
        ("quarantine.manage",),
        {"reason": "It was recorded twice."},
        ok=200,
        national=True,
        relations=_NO_THING,
    ),
)

_JOB = "jobs/{job}"
_IMPORT = "imports/{import}"
_VIEW = "saved-views/{view}"
_JOB_READ = ("job.read",)
_JOB_KEEP = ("job.manage",)
_IMPORT_RUN = ("import.run",)
#: What every role within an organisation has and no wider one.
_MEMBERS = PROJECT
#: Somebody else's: there for nobody who asks.
_PRIVATE: dict[str, Any] = {"may": NOBODY, "unseen": 404}
_ACTION = "actions/{action}"
ACT_ON_PROJECT = (*PROJECT_KEEP, "project.sponsor", "project.coach", "project.propose")
_ACT_ON_COMMITTEE = (*COMMITTEE_KEEP, "committee.chair", "psp.manage")
_AGAIN = {"reason": "It broke.", "due_on": "2199-01-01"}


def _action(thing: str, kind: str) -> dict[str, str]:
    return {
        "subject_kind": kind,
        "subject_id": thing,
        "title": "x",
        "owner_id": "{owner}",
        "due_on": "2199-01-01",
    }


ACTIONS = (
    lists("actions"),
    makes("actions", ACT_ON_PROJECT, _action("{project}", "project"), shared=NOBODY),
    reads(_ACTION, PROJECT, shared=OPEN),
    reads(f"{_ACTION}/history", PROJECT, shared=OPEN),
    reads("last-seen/action/{action}", PROJECT, shared=OPEN),
    Door(method="POST", path="last-seen/action/{action}", may=PROJECT, shared=OPEN, body={}),
    changes("PATCH", _ACTION, ACT_ON_PROJECT, {"title": "x"}, shared=NOBODY),
    changes("POST", f"{_ACTION}/complete", ACT_ON_PROJECT, {}, shared=NOBODY),
    changes("POST", f"{_ACTION}/drop", ACT_ON_PROJECT, {"reason": "x"}, shared=NOBODY),
    changes(
        "POST",
        f"{_ACTION}/hand-over",
        ACT_ON_PROJECT,
        {"reason": "x", "owner_id": "{user}"},
        shared=NOBODY,
    ),
    changes("POST", f"{_ACTION}/reopen", ACT_ON_PROJECT, _AGAIN, ok=409, shared=NOBODY),
)

_ABOUT_PROJECT = {"subject_kind": "project", "subject_id": "{project}"}
#: Every permission by which a role does more than read.
TASK = tuple(sorted(one for one in PERMISSIONS if not one.endswith(".read")))
_COMMENT = "comments/{comment}"
_LINK = "links/{link}"
#: Whoever writes about projects and reads people asks them by a link.
ASKING: dict[str, Any] = {"may": ACT_ON_PROJECT, "also": PERSON}


def _comment(thing: str, kind: str) -> dict[str, str]:
    return {"subject_kind": kind, "subject_id": thing, "text": "x"}


DISCUSSION = (
    lists("comments", ok=400),
    makes("comments", PROJECT, _comment("{project}", "project"), also=TASK, shared=OPEN),
    reads(_COMMENT, PROJECT, shared=OPEN),
    reads(f"{_COMMENT}/wordings", PROJECT, shared=OPEN),
    changes("PATCH", _COMMENT, NOBODY, {"text": "x"}, shared=NOBODY),
    changes(
        "POST",
        f"{_COMMENT}/withdraw",
        ("user.manage", "project.archive"),
        {"reason": "x"},
        shared=NOBODY,
    ),
)
LINKS = (
    lists("links", ok=400),
    makes(
        "links",
        body={"purpose": "comment", "person_id": "{person}", **_ABOUT_PROJECT},
        mixed=("person",),
        strange=400,
        shared=NOBODY,
        **ASKING,
    ),
    reads(_LINK, **ASKING),
    changes("POST", f"{_LINK}/cancel", body={}, **ASKING),
    changes("POST", f"{_LINK}/send-again", body={}, **ASKING),
    changes(
        "POST",
        f"{_LINK}/answer",
        body={"words": "x", "way": "telephone", "given_on": _DAY},
        **ASKING,
    ),
)

_OCCASION = "occasions/{occasion}"
_WHEN = {"title": "x", "on_date": "2199-01-01", "from_time": "14:00", "place": "x"}

OCCASIONS = (
    lists("occasions", ok=400),
    makes("occasions", ACT_ON_PROJECT, {**_ABOUT_PROJECT, **_WHEN}, shared=NOBODY),
    reads(_OCCASION, PROJECT, shared=OPEN),
    changes("PATCH", _OCCASION, ACT_ON_PROJECT, {"title": "x"}, shared=NOBODY),
    changes("POST", f"{_OCCASION}/cancel", ACT_ON_PROJECT, {"reason": "x"}, shared=NOBODY),
    changes(
        "POST",
        f"{_OCCASION}/invite",
        body={"person_ids": ["{person}"]},
        shared=NOBODY,
        **ASKING,
    ),
    # Nobody who asks here is invited.
    changes(
        "POST", f"{_OCCASION}/answer", PROJECT, {"answer": "yes"}, ok=404, shared=OPEN, headers={}
    ),
)

RECORDS = (
    lists("jobs"),
    reads(_JOB, _JOB_READ),
    changes("POST", f"{_JOB}/cancel", _JOB_KEEP, {}),
    changes("POST", f"{_JOB}/retry", _JOB_KEEP, {}, ok=409),
    reads(f"{_JOB}/file", NOBODY),
    reads(f"{_JOB}/faults", _JOB_READ),
    lists("exports"),
    makes("exports", _MEMBERS, {"list": "people", "file": "csv"}, ok=202, relations=_NO_THING),
    *(
        lists(f"exports/{name}")
        for name in (
            "actions",
            "by-hand",
            "committees",
            "files",
            "findings",
            "invitations",
            "organisations",
            "outgoing",
            "people",
            "projects",
            "psp-appointments",
            "psp-pools",
            "seat-assignments",
            "tags",
            "units",
            "users",
        )
    ),
    lists("imports"),
    lists("imports/formats"),
    makes(
        "imports",
        _IMPORT_RUN,
        {"what": "people", "organisation_id": "{organisation}", "text": "external_id,name"},
        ok=202,
        also=PERSON_KEEP,
    ),
    reads(_IMPORT, _IMPORT_RUN, also=PERSON_KEEP),
    reads(f"{_IMPORT}/faults", _IMPORT_RUN, also=PERSON_KEEP),
    changes("POST", f"{_IMPORT}/load", _IMPORT_RUN, {}, also=PERSON_KEEP),
    changes("POST", f"{_IMPORT}/undo", _IMPORT_RUN, {}, also=PERSON_KEEP, ok=409),
    changes("POST", f"{_IMPORT}/discard", _IMPORT_RUN, {}, also=PERSON_KEEP),
    lists("search?q=word"),
    lists("saved-views"),
    makes(
        "saved-views",
        _MEMBERS,
        {"list": "projects", "name": "x"},
        for_keys=403,
        relations=_NO_THING,
    ),
    reads(_VIEW, **_PRIVATE),
    changes("PATCH", _VIEW, body={"name": "x"}, **_PRIVATE),
    changes("DELETE", _VIEW, body=None, **_PRIVATE),
)

_FILE = "files/{file}"
_ERASE = ("user.manage",)
_TAG_KEEP = ("organisation.manage",)


def _file(thing: str, kind: str) -> dict[str, Any]:
    return {"subject_kind": kind, "subject_id": thing, "file": b"a,b"}


def _word(thing: str, kind: str) -> dict[str, str]:
    return {"subject_kind": kind, "subject_id": thing, "word": "x"}


FILES = (
    lists("files"),
    lists("files/formats"),
    makes("files", ACT_ON_PROJECT, _file("{project}", "project"), shared=NOBODY, multipart=True),
    reads(_FILE, PROJECT, shared=OPEN),
    reads(f"{_FILE}/content", PROJECT, shared=OPEN),
    reads(f"{_FILE}/history", PROJECT, shared=OPEN),
    makes(f"{_FILE}/link", PROJECT, {}, shared=NOBODY),
    changes("PATCH", _FILE, ACT_ON_PROJECT, {"description": "x"}, shared=NOBODY),
    changes("POST", f"{_FILE}/remove", ACT_ON_PROJECT, {"reason": "x"}, shared=NOBODY),
    changes("POST", f"{_FILE}/restore", ACT_ON_PROJECT, {}, ok=409, shared=NOBODY),
    changes("POST", f"{_FILE}/erase", _ERASE, {"reason": "x"}, also=PROJECT, shared=NOBODY),
    changes("POST", f"{_FILE}/check", ACT_ON_PROJECT, {}, ok=409, shared=NOBODY),
    lists("tags"),
    reads("tags/{tag}", OPEN),
    changes("PATCH", "tags/{tag}", _TAG_KEEP, {"word": "x"}),
    changes("POST", "tags/{tag}/merge", _TAG_KEEP, {"into_id": "{second_tag}"}),
    lists("taggings"),
    makes("taggings", ACT_ON_PROJECT, _word("{project}", "project"), shared=NOBODY),
    reads("taggings/{tagging}", PROJECT, shared=OPEN, unseen=404),
    Door(
        method="DELETE",
        path="taggings/{tagging}",
        ok=204,
        may=ACT_ON_PROJECT,
        shared=NOBODY,
    ),
)

#: Doors of the table once more, about things of other kinds.
OTHER_KINDS = (
    makes("actions", _ACT_ON_COMMITTEE, _action("{committee}", "committee"), shared=NOBODY),
    makes("actions", PSP_KEEP, _action("{appointment}", "psp_appointment")),
    reads("actions/{committee_action}", COMMITTEE, shared=COMMITTEE),
    reads("actions/{partner_action}", PSP),
    makes(
        "files",
        _ACT_ON_COMMITTEE,
        _file("{committee}", "committee"),
        shared=NOBODY,
        multipart=True,
    ),
    makes("files", PSP_KEEP, _file("{appointment}", "psp_appointment"), multipart=True),
    reads("files/{committee_file}", COMMITTEE, shared=COMMITTEE),
    reads("files/{committee_file}/content", COMMITTEE, shared=COMMITTEE),
    reads("files/{partner_file}", PSP),
    reads("files/{partner_file}/content", PSP),
    makes("taggings", _ACT_ON_COMMITTEE, _word("{committee}", "committee"), shared=NOBODY),
    makes("taggings", PSP_KEEP, _word("{appointment}", "psp_appointment")),
    reads("taggings/{committee_tagging}", COMMITTEE, shared=COMMITTEE, unseen=404),
    reads("taggings/{partner_tagging}", PSP, unseen=404),
    makes("comments", COMMITTEE, _comment("{committee}", "committee"), also=TASK, shared=COMMITTEE),
    makes("comments", PSP, _comment("{appointment}", "psp_appointment"), also=TASK),
    reads("comments?subject_kind=project&subject={project}", PROJECT, shared=OPEN),
    reads("comments?subject_kind=committee&subject={committee}", COMMITTEE, shared=COMMITTEE),
    reads("comments?subject_kind=psp_appointment&subject={appointment}", PSP),
    reads("comments?in_reply_to={comment}", PROJECT, shared=OPEN),
    reads("occasions?subject_kind=project&subject={project}", PROJECT, shared=OPEN),
    reads("occasions?subject_kind=committee&subject={committee}", COMMITTEE, shared=COMMITTEE),
    reads("links?subject_kind=project&subject={project}", shared=NOBODY, **ASKING),
    reads(
        "links?subject_kind=committee&subject={committee}",
        _ACT_ON_COMMITTEE,
        also=PERSON,
        shared=NOBODY,
    ),
    *OTHER_MEASURES,
)

_OUTGOING_READ = ("user.read", "user.manage")
MESSAGES = (
    lists("messages"),
    reads("messages/{inbox}", **_PRIVATE),
    makes("messages/{inbox}/read", NOBODY, {}, ok=200, unseen=404),
    makes("messages/read", OPEN, {}, ok=200, relations=_NO_THING),
    lists("messages/choice"),
    makes("messages/choice", OPEN, {"often": "daily"}, ok=200, for_keys=403, relations=_NO_THING),
    lists("messages/outgoing"),
    reads("messages/outgoing/{email}", _OUTGOING_READ),
    makes("messages/outgoing/{email}/retry", USERS_KEEP, {}, ok=200),
    lists("messages/by-hand"),
    reads("messages/by-hand/{letter}", PERSON_KEEP),
    makes("messages/by-hand/{letter}/done", PERSON_KEEP, {}, ok=200),
)

TABLE = (
    *PEOPLE,
    *ACCESS,
    *RECORDS,
    *ACTIONS,
    *FILES,
    *DISCUSSION,
    *LINKS,
    *OCCASIONS,
    *MESSAGES,
    *GOVERNANCE,
    *PROJECTS,
    *MEASURES,
    *OPENING,
    *WORKFLOWS,
)
