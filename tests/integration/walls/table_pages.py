"""Every page, with who may open it.

A page that is not here fails the build. To add one: `listed` for what shows many things, `opens`
for one thing, `asks` for a form (it is opened, and sent empty: whoever may see it meets its
errors, so that nothing is changed). Whoever reads a thing may open the forms about it, and
learns there why a button is closed; rights to change are those of the commands, which the table
of the API tries with what would succeed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.integration.walls.callers import Caller
from tests.integration.walls.doors import NOBODY, OPEN, Door
from tests.integration.walls.table_api import (
    ACT_ON_PROJECT,
    ASKING,
    COMMITTEE,
    KEYS,
    KEYS_KEEP,
    PERSON,
    PERSON_KEEP,
    PROJECT,
    PROVIDERS,
    PSP,
    TASK,
    USERS,
    USERS_KEEP,
)
from tests.integration.walls.world import Relation

#: Open to everybody, signed in or not: method, path, and the answer to the anonymous.
PUBLIC = (
    ("GET", "/accessibility", 200),
    ("GET", "/sign-in", 200),
    ("GET", "/forgotten-password", 200),
    ("GET", "/join/{token}", 404),
    ("GET", "/new-password/{token}", 404),
    ("GET", "/sign-in/organisation", 200),
    ("GET", "/sign-in/second-step", 302),
    ("GET", "/sign-in/set-up", 302),
    ("GET", "/sign-in/set-up/passkey", 405),
    ("GET", "/sign-in/passkey", 405),
    ("GET", "/sign-in/with/{provider}", 503),
    ("GET", "/sign-in/with/{provider}/return", 400),
    ("GET", "/sign-in/with/{provider}/signed-out", 405),
    ("GET", "/passkeys/{purpose}/question", 405),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/metrics", 200),
    ("GET", "/api/schema", 200),
    ("GET", "/api/docs", 200),
    ("GET", "/api/docs/{key}", 404),
    ("GET", "/unsubscribe/{key}", 404),
    ("GET", "/files/links/{key}", 404),
    ("GET", "/l/{link}", 404),
    ("GET", "/l/{link}/receipt", 404),
)
#: What only a form of our own may ask for, of whoever is signed in.
SIGN_OUT = "/sign-out"
#: Parts of an address that are words of ours, as the resolver names them.
WORDS = (
    ("/steps/propose", "/steps/{}"),
    ("/steps/dissolve", "/steps/{}"),
    ("/steps/pause", "/steps/{}"),
    ("/steps/drop", "/steps/{}"),
    ("/steps/remove", "/steps/{}"),
    ("/terms/0", "/terms/{}"),
    ("/consents/serve/", "/consents/{}/"),
    ("/standards/min_psp", "/standards/{}"),
    ("/rulebook/C01", "/rulebook/{}"),
    ("/history/action/", "/history/{}/"),
    ("/saved-views/projects/", "/saved-views/{}/"),
    ("/exports/people", "/exports/{}"),
    ("/templates/people/csv", "/templates/{}/{}"),
    ("/discussion/project/", "/discussion/{}/"),
    ("/meetings/of/project/", "/meetings/of/{}/"),
    ("/meetings/new/project/", "/meetings/new/{}/"),
    ("/links/of/project/", "/links/of/{}/"),
    ("/links/new/comment/project/", "/links/new/{}/{}/"),
    ("/measures/define/count", "/measures/define/{}"),
    ("/downloads/csv", "/downloads/{}"),
    ("/data/2025-01-01/take-back", "/data/{}/take-back"),
)
_NOTHING = (Relation.NOTHING,)


@dataclass(frozen=True, kw_only=True)
class Page(Door):
    """A door that people open in a browser: keys open none, and the way leads to sign-in."""

    def expected(self, caller: Caller, relation: Relation) -> int:
        if caller.key or not caller.signed_in:
            return 302
        return super().expected(caller, relation)


def opens(path: str, may: tuple[str, ...] = OPEN, **more: Any) -> tuple[Page, ...]:
    return (Page(method="GET", path=path, may=may, **more),)


def listed(path: str, **more: Any) -> tuple[Page, ...]:
    return opens(path, relations=_NOTHING, **more)


def asks(path: str, may: tuple[str, ...] = OPEN, **more: Any) -> tuple[Page, ...]:
    sent = Page(method="POST", path=path, may=may, **{"ok": 422, **more})
    return (*opens(path, may, **more), sent)


def does(
    path: str, may: tuple[str, ...] = OPEN, *, also: tuple[str, ...] = OPEN, **more: Any
) -> tuple[Page, ...]:
    """A button without questions: it does what it says, so rights to change are tried here."""
    sent = Page(method="POST", path=path, may=may, also=also, ok=302, **more)
    return (*opens(path, may, **more), sent)


def _writes(path: str) -> tuple[Page, ...]:
    """A box to write in: sent empty it is marked, for those who do more than read."""
    return (Page(method="POST", path=path, may=PROJECT, also=TASK, shared=OPEN, ok=422),)


def asks_anew(path: str) -> tuple[Page, ...]:
    """A form for something that is not there yet."""
    return asks(path, relations=_NOTHING)


_PERSON = "/people/{person}"
_PROJECT = "/projects/{project}"
_COMMITTEE = "/committees/{committee}"
_PARTNER = "/committees/partners/{appointment}"
_ACTION = "/actions/{action}"
_FILE = "/files/{file}"
_COMMENT = "/comments/{comment}"
_LINK = "/links/{link}"
_MEETING = "/meetings/{occasion}"
_MEASURE = "/measures/{measure}"
_USER = "/me/users/{user}"
_INVITED = "/me/invitations/{invitation}"
#: Whoever hands out a password holds all that the user may.
_ALL_OF_A_PLACE = ("organisation.manage",)
_OPENING = "/me/opening-positions/{opening}"
_UNIT = "/me/units/{unit}"
_BODY = "/me/organisations/{organisation}"
_PASSKEY = "/me/signing-in/passkeys/{passkey}"
_DIRECTORY = "/me/directories/{provider}"
_JOB = "/jobs/{job}"
_TABLE_IN = "/imports/{import}"
_OF_PROJECT: dict[str, Any] = {"may": PROJECT, "shared": OPEN}
_OF_COMMITTEE: dict[str, Any] = {"may": COMMITTEE, "shared": COMMITTEE}
#: Bodies are in the register, and overseers know those that let them look.
_OF_BODY: dict[str, Any] = {"register": True, "overseen": True}
_REGISTER = ("organisation.register",)
_OF_USER: dict[str, Any] = {"may": USERS, "unseen": 404}
_OF_IMPORT: dict[str, Any] = {"may": ("import.run",), "unseen": 404}
_OF_VIEW: dict[str, Any] = {"may": NOBODY, "unseen": 404}
_OF_JOB: dict[str, Any] = {"may": ("job.read",)}
_OF_TABLE: dict[str, Any] = {"may": ("import.run",), "also": PERSON_KEEP}
_OF_QUEUE: dict[str, Any] = {"national": True, "relations": _NOTHING}

TABLE: tuple[Page, ...] = (
    *listed("/"),
    *listed("/people"),
    *asks_anew("/people/register"),
    *opens(_PERSON, PERSON),
    *asks(f"{_PERSON}/details", PERSON),
    *asks(f"{_PERSON}/employments/add", PERSON),
    *asks(f"{_PERSON}/employments/{{employment}}", PERSON, mixed=("employment",)),
    *asks(f"{_PERSON}/consents/add", PERSON),
    *asks(f"{_PERSON}/consents/serve/withdraw", PERSON),
    *asks(f"{_PERSON}/user", PERSON),
    *listed("/projects"),
    *asks_anew("/projects/register"),
    *opens(_PROJECT, **_OF_PROJECT),
    *asks(f"{_PROJECT}/details", **_OF_PROJECT),
    *asks(f"{_PROJECT}/steps/propose", **_OF_PROJECT),
    *asks(f"{_PROJECT}/team/add", **_OF_PROJECT),
    *asks(f"{_PROJECT}/team/{{membership}}/end", mixed=("membership",), **_OF_PROJECT),
    *asks(f"{_PROJECT}/team/{{membership}}/correct", mixed=("membership",), **_OF_PROJECT),
    *asks(f"{_PROJECT}/team/{{membership}}/take-back", mixed=("membership",), **_OF_PROJECT),
    *asks(f"{_PROJECT}/charter", **_OF_PROJECT),
    *asks(f"{_PROJECT}/agreements/add", **_OF_PROJECT),
    *asks(f"{_PROJECT}/agreements/{{sign_off}}/take-back", mixed=("sign_off",), **_OF_PROJECT),
    *asks(f"{_PROJECT}/organisations/add", **_OF_PROJECT),
    *asks(
        f"{_PROJECT}/organisations/{{participation}}/end", mixed=("participation",), **_OF_PROJECT
    ),
    *asks(f"{_PROJECT}/actions/add", **_OF_PROJECT),
    *opens(f"{_PROJECT}/measures", **_OF_PROJECT),
    *opens(f"{_PROJECT}/measures/define", **_OF_PROJECT),
    *asks(f"{_PROJECT}/measures/define/count", **_OF_PROJECT),
    *listed("/measures"),
    *listed("/measures/define"),
    *asks_anew("/measures/define/count"),
    *opens(_MEASURE, **_OF_PROJECT),
    *asks(f"{_MEASURE}/details", **_OF_PROJECT),
    *asks(f"{_MEASURE}/end", **_OF_PROJECT),
    *opens(f"{_MEASURE}/together", **_OF_PROJECT),
    *opens(f"{_MEASURE}/downloads/csv", **_OF_PROJECT),
    *asks(f"{_MEASURE}/data", **_OF_PROJECT),
    *asks(f"{_MEASURE}/paste", **_OF_PROJECT),
    *asks(f"{_MEASURE}/data/2025-01-01/take-back", **_OF_PROJECT),
    *asks(f"{_MEASURE}/targets/add", **_OF_PROJECT),
    *asks(f"{_MEASURE}/targets/{{target}}/take-back", mixed=("target",), **_OF_PROJECT),
    *asks(f"{_MEASURE}/limits/recalculate", **_OF_PROJECT),
    *asks(f"{_MEASURE}/limits/{{rebase}}/take-back", mixed=("rebase",), **_OF_PROJECT),
    *asks(f"{_MEASURE}/marks/add", **_OF_PROJECT),
    *asks(f"{_MEASURE}/marks/{{marker}}/take-off", mixed=("marker",), **_OF_PROJECT),
    *asks(f"{_MEASURE}/actions/add", **_OF_PROJECT),
    *asks(f"{_MEASURE}/files/add", **_OF_PROJECT),
    *asks(f"{_MEASURE}/tags", **_OF_PROJECT),
    *listed("/actions"),
    *opens(_ACTION, **_OF_PROJECT),
    *opens("/history/action/{action}", **_OF_PROJECT),
    *asks(f"{_ACTION}/details", **_OF_PROJECT),
    *asks(f"{_ACTION}/steps/drop", **_OF_PROJECT),
    *listed("/files"),
    *opens(_FILE, **_OF_PROJECT),
    *opens(f"{_FILE}/content", **_OF_PROJECT),
    *asks(f"{_FILE}/details", **_OF_PROJECT),
    *asks(f"{_FILE}/steps/remove", **_OF_PROJECT),
    *asks(f"{_PROJECT}/files/add", **_OF_PROJECT),
    *asks(f"{_COMMITTEE}/files/add", **_OF_COMMITTEE),
    *asks(f"{_PARTNER}/files/add", PSP),
    *listed("/tags"),
    *opens("/tags/{tag}"),
    *asks("/tags/{tag}/rename", ("organisation.manage",)),
    *asks("/tags/{tag}/merge", ("organisation.manage",)),
    *asks(f"{_PROJECT}/tags", **_OF_PROJECT),
    *asks(f"{_COMMITTEE}/tags", **_OF_COMMITTEE),
    *asks(f"{_PARTNER}/tags", PSP),
    *does("/taggings/{tagging}/take-off", ACT_ON_PROJECT, shared=NOBODY),
    *opens("/discussion/project/{project}", **_OF_PROJECT),
    *_writes("/discussion/project/{project}"),
    *opens(_COMMENT, **_OF_PROJECT),
    *_writes(_COMMENT),
    *asks(f"{_COMMENT}/edit", **_OF_PROJECT),
    *asks(f"{_COMMENT}/withdraw", **_OF_PROJECT),
    *opens(f"{_COMMENT}/wordings", **_OF_PROJECT),
    *opens("/meetings/of/project/{project}", **_OF_PROJECT),
    *asks("/meetings/new/project/{project}", **_OF_PROJECT),
    *opens(_MEETING, **_OF_PROJECT),
    *asks(f"{_MEETING}/details", **_OF_PROJECT),
    *asks(f"{_MEETING}/cancel", **_OF_PROJECT),
    *asks(f"{_MEETING}/invite", **_OF_PROJECT),
    *asks(f"{_MEETING}/answer", **_OF_PROJECT),
    *opens("/links/of/project/{project}", shared=NOBODY, **ASKING),
    *asks("/links/new/comment/project/{project}", **_OF_PROJECT),
    *opens(_LINK, **ASKING),
    *asks(f"{_LINK}/answer", **ASKING),
    *asks(f"{_LINK}/call-back", **ASKING),
    *asks(f"{_LINK}/send-again", **ASKING),
    *listed("/committees"),
    *asks_anew("/committees/register"),
    *opens(_COMMITTEE, **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/actions/add", **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/details", **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/approve-again", **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/classify", **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/steps/dissolve", **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/seats/add", **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/seats/{{seat}}/fill", mixed=("seat",), **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/seats/{{seat}}/close", mixed=("seat",), **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/seats/{{seat}}/recruit", mixed=("seat",), **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/recruitment/{{recruitment}}/end", **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/assignments/{{assignment}}/end", **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/organisations/add", **_OF_COMMITTEE),
    *asks(f"{_COMMITTEE}/organisations/{{participant}}/end", **_OF_COMMITTEE),
    *listed("/committees/partners"),
    *asks_anew("/committees/partners/apply"),
    *opens(_PARTNER, PSP),
    *asks(f"{_PARTNER}/steps/pause", PSP),
    *asks(f"{_PARTNER}/actions/add", PSP),
    *asks(f"{_PARTNER}/terms/0", PSP),
    *asks(f"{_PARTNER}/induction", PSP),
    *listed("/assurance"),
    *opens("/assurance/findings/{finding}", overseen=True, shared=OPEN),
    *listed("/rulebook"),
    *listed("/rulebook/C01"),
    *asks(
        "/rulebook/standards/min_psp",
        ("standard.set", "standard.set_national"),
        relations=_NOTHING,
    ),
    *listed("/search"),
    *listed("/search?q=word"),
    *listed("/saved-views"),
    *asks_anew("/saved-views/projects/save"),
    *asks("/saved-views/{view}/rename", **_OF_VIEW),
    *asks("/saved-views/{view}/remove", **_OF_VIEW),
    *opens("/queue", ("quarantine.read",), **_OF_QUEUE),
    *does("/queue/{pending}/retry", ("quarantine.read",), **_OF_QUEUE),
    *asks("/queue/{pending}/skip", ("quarantine.read",), **_OF_QUEUE),
    *does("/inbox", relations=_NOTHING),
    *does("/inbox/{inbox}", NOBODY, unseen=404),
    *asks_anew("/me/messages"),
    *listed("/messages/outgoing"),
    *does("/messages/outgoing/{email}", ("user.read", "user.manage"), also=USERS_KEEP),
    *listed("/messages/by-hand"),
    *does("/messages/by-hand/{letter}", PERSON_KEEP),
    *listed("/jobs"),
    *opens(_JOB, **_OF_JOB),
    *does(f"{_JOB}/cancel", also=("job.manage",), **_OF_JOB),
    # It waits still: whoever may ask once more is told so.
    *opens(f"{_JOB}/retry", **_OF_JOB),
    Page(method="POST", path=f"{_JOB}/retry", also=("job.manage",), ok=422, **_OF_JOB),
    *opens(f"{_JOB}/file", NOBODY),
    *opens(f"{_JOB}/to-mend.csv", **_OF_JOB),
    *listed("/exports"),
    *asks_anew("/exports/people"),
    *listed("/imports"),
    *asks("/imports/new", ("import.run",), relations=_NOTHING, also=PERSON_KEEP),
    *listed("/imports/templates/people/csv"),
    *opens(_TABLE_IN, **_OF_TABLE),
    *asks(f"{_TABLE_IN}/load", **_OF_TABLE),
    *asks(f"{_TABLE_IN}/undo", **_OF_TABLE),
    *asks(f"{_TABLE_IN}/discard", **_OF_TABLE),
    *opens(f"{_TABLE_IN}/to-mend.csv", **_OF_TABLE),
    *listed("/me"),
    *asks_anew("/me/password"),
    *asks_anew("/me/confirm"),
    *listed("/me/confirm/passkey", ok=302),
    *listed("/me/signing-in"),
    *asks_anew("/me/signing-in/app"),
    *asks_anew("/me/signing-in/app/remove"),
    *asks_anew("/me/signing-in/recovery-codes"),
    *asks_anew("/me/signing-in/passkeys/add"),
    *opens(f"{_PASSKEY}/rename", NOBODY, unseen=404),
    *opens(f"{_PASSKEY}/remove", NOBODY, unseen=404),
    *does("/me/signing-in/end-others", relations=_NOTHING),
    *listed("/me/signing-in/sessions/{session}/end"),
    *does(f"{_USER}/end-sessions", also=USERS_KEEP, **_OF_USER),
    *does(f"{_USER}/forget-second-factor", also=USERS_KEEP, **_OF_USER),
    *listed("/me/directories"),
    *asks_anew("/me/directories/new"),
    *opens(_DIRECTORY, PROVIDERS),
    *asks(f"{_DIRECTORY}/details", PROVIDERS),
    *does(f"{_DIRECTORY}/remove", PROVIDERS),
    *listed("/me/users"),
    *asks_anew("/me/users/new"),
    *opens(_USER, **_OF_USER),
    *asks(f"{_USER}/roles/add", **_OF_USER),
    *asks(f"{_USER}/roles/{{role_grant}}/end", mixed=("role_grant",), **_OF_USER),
    *does(f"{_USER}/disable", also=USERS_KEEP, **_OF_USER),
    Page(method="GET", path=f"{_USER}/leave", also=USERS_KEEP, **_OF_USER),
    Page(method="POST", path=f"{_USER}/leave", also=USERS_KEEP, ok=422, **_OF_USER),
    *does("/me/users/{leaver}/stay", also=USERS_KEEP, **_OF_USER),
    *does(f"{_USER}/password", also=_ALL_OF_A_PLACE, **_OF_USER),
    *listed("/me/invitations"),
    *asks_anew("/me/invitations/new"),
    *opens(_INVITED, **_OF_USER),
    *does(f"{_INVITED}/again", also=USERS_KEEP, **_OF_USER),
    *does(f"{_INVITED}/cancel", also=USERS_KEEP, **_OF_USER),
    *listed("/me/keys"),
    *asks_anew("/me/keys/new"),
    *does("/me/keys/{key}/revoke", KEYS, also=KEYS_KEEP, unseen=404),
    *asks("/me/opening-positions", ("import.run",), relations=_NOTHING),
    *listed("/me/opening-positions/template"),
    *does(_OPENING, **_OF_IMPORT),
    *opens(f"{_OPENING}/to-mend.csv", **_OF_IMPORT),
    *does(f"{_OPENING}/forget", **_OF_IMPORT),
    *listed("/me/organisations"),
    *asks("/me/organisations/new", _REGISTER, relations=_NOTHING, national=True),
    *opens(_BODY, **_OF_BODY),
    *asks(f"{_BODY}/details", **_OF_BODY),
    *asks(f"{_BODY}/oversight/add"),
    *asks(f"{_BODY}/oversight/{{oversight}}/end", mixed=("oversight",)),
    *asks(f"{_BODY}/succession", _REGISTER, national=True),
    *listed("/me/units"),
    *asks_anew("/me/units/new"),
    *asks(f"{_UNIT}/details", overseen=True),
    *asks(f"{_UNIT}/move", overseen=True),
    *asks(f"{_UNIT}/close", overseen=True),
)
