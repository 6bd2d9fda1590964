"""Addresses of the pages."""

from django.urls import path

from web.views import (
    access,
    account,
    actions,
    assurance,
    committees,
    exports,
    files,
    home,
    imports,
    jobs,
    opening_position,
    partners,
    people,
    project_work,
    projects,
    queue,
    rulebook,
    saved_views,
    search,
    seats,
    session,
    statements,
    tags,
    units,
)

app_name = "web"

_PERSON = "people/<uuid:person_id>"
_PROJECT = "projects/<uuid:project_id>"
_COMMITTEE = "committees/<uuid:committee_id>"
_PARTNER = "committees/partners/<uuid:appointment_id>"
_USER = "me/users/<uuid:user_id>"
_OPENING = "me/opening-positions/<uuid:opening_position_id>"
_VIEW = "saved-views/<uuid:view_id>"
_UNIT = "me/units/<uuid:unit_id>"
_JOB = "jobs/<uuid:job_id>"
_IMPORT = "imports/<uuid:import_id>"
_FILE = "files/<uuid:file_id>"
#: Where things have their pages, what records call them, and what the names of addresses do.
_THINGS = (
    ("projects", "project", "project"),
    ("committees", "committee", "committee"),
    ("committees/partners", "psp_appointment", "partner"),
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", session.sign_in, name="sign-in"),
    path("sign-out", session.sign_out, name="sign-out"),
    path("accessibility", statements.accessibility, name="accessibility"),
    path("people", people.people, name="people"),
    path("people/register", people.register, name="register-person"),
    path(_PERSON, people.person, name="person"),
    path(f"{_PERSON}/details", people.details, name="person-details"),
    path(f"{_PERSON}/employments/add", people.add_employment, name="add-employment"),
    path(
        f"{_PERSON}/employments/<uuid:employment_id>",
        people.change_employment,
        name="change-employment",
    ),
    path(f"{_PERSON}/consents/add", people.add_consent, name="add-consent"),
    path(
        f"{_PERSON}/consents/<slug:scope>/withdraw",
        people.withdraw_consent,
        name="withdraw-consent",
    ),
    path(f"{_PERSON}/user", access.link_person, name="link-person"),
    path("projects", projects.projects, name="projects"),
    path("projects/register", projects.register, name="register-project"),
    path(_PROJECT, projects.project, name="project"),
    path(f"{_PROJECT}/details", projects.details, name="project-details"),
    path(f"{_PROJECT}/steps/<slug:step>", project_work.step, name="project-step"),
    path(f"{_PROJECT}/team/add", project_work.add_member, name="add-member"),
    path(f"{_PROJECT}/team/<uuid:membership_id>/end", project_work.end_member, name="end-member"),
    path(f"{_PROJECT}/charter", project_work.charter, name="charter"),
    path(f"{_PROJECT}/agreements/add", project_work.add_sign_off, name="add-sign-off"),
    path(f"{_PROJECT}/organisations/add", project_work.add_participant, name="add-participant"),
    path(
        "projects/<uuid:subject_id>/actions/add",
        actions.add,
        {"kind": "project"},
        name="add-project-action",
    ),
    path(
        "committees/<uuid:subject_id>/actions/add",
        actions.add,
        {"kind": "committee"},
        name="add-committee-action",
    ),
    path("actions", actions.actions, name="actions"),
    path("actions/<uuid:action_id>", actions.action, name="action"),
    path("actions/<uuid:action_id>/details", actions.change, name="change-action"),
    path("actions/<uuid:action_id>/steps/<slug:step>", actions.step, name="action-step"),
    *(
        path(
            f"{folder}/<uuid:subject_id>/files/add",
            files.add,
            {"kind": kind},
            name=f"add-{name}-file",
        )
        for folder, kind, name in _THINGS
    ),
    *(
        path(f"{folder}/<uuid:subject_id>/tags", tags.of_thing, {"kind": kind}, name=f"{name}-tags")
        for folder, kind, name in _THINGS
    ),
    path("files", files.files, name="files"),
    path("files/links/<str:word>", files.linked, name="file-by-link"),
    path(_FILE, files.file, name="file"),
    path(f"{_FILE}/content", files.content, name="file-content"),
    path(f"{_FILE}/details", files.change, name="change-file"),
    path(f"{_FILE}/steps/<slug:step>", files.step, name="file-step"),
    path("tags", tags.tags, name="tags"),
    path("tags/<uuid:tag_id>", tags.tag, name="tag"),
    path("tags/<uuid:tag_id>/rename", tags.rename, name="rename-tag"),
    path("tags/<uuid:tag_id>/merge", tags.merge, name="merge-tag"),
    path("taggings/<uuid:tagging_id>/take-off", tags.take_off, name="take-off-tag"),
    path("committees", committees.committees, name="committees"),
    path("committees/register", committees.register, name="register-committee"),
    path("committees/partners", partners.partners, name="partners"),
    path("committees/partners/apply", partners.apply, name="apply"),
    path(_PARTNER, partners.partner, name="partner"),
    path(f"{_PARTNER}/steps/<slug:step>", partners.step, name="partner-step"),
    path(f"{_PARTNER}/terms/<int:number>", partners.change_term, name="correct-term"),
    path(f"{_PARTNER}/induction", partners.induction, name="induction"),
    path(_COMMITTEE, committees.committee, name="committee"),
    path(f"{_COMMITTEE}/details", seats.details, name="committee-details"),
    path(f"{_COMMITTEE}/classify", seats.classify, name="classify-committee"),
    path(f"{_COMMITTEE}/steps/<slug:step>", committees.step, name="committee-step"),
    path(f"{_COMMITTEE}/seats/add", seats.add_seat, name="add-seat"),
    path(f"{_COMMITTEE}/seats/<uuid:seat_id>/fill", seats.fill_seat, name="fill-seat"),
    path(f"{_COMMITTEE}/seats/<uuid:seat_id>/close", seats.close_seat, name="close-seat"),
    path(f"{_COMMITTEE}/seats/<uuid:seat_id>/recruit", seats.recruit, name="recruit"),
    path(
        f"{_COMMITTEE}/recruitment/<uuid:recruitment_id>/end",
        seats.stop_recruiting,
        name="stop-recruiting",
    ),
    path(
        f"{_COMMITTEE}/assignments/<uuid:assignment_id>/end",
        seats.end_assignment,
        name="end-assignment",
    ),
    path(
        f"{_COMMITTEE}/organisations/add", seats.add_participant, name="add-committee-participant"
    ),
    path("assurance", assurance.assurance, name="assurance"),
    path("assurance/findings/<int:finding_id>", assurance.finding, name="finding"),
    path("rulebook", rulebook.rulebook, name="rulebook"),
    path("rulebook/standards/<slug:name>", rulebook.standard, name="standard"),
    path("rulebook/<slug:rule_id>", rulebook.rule, name="rule"),
    path("search", search.search, name="search"),
    path("saved-views", saved_views.saved_views, name="saved-views"),
    path("saved-views/<slug:of>/save", saved_views.save, name="save-view"),
    path(f"{_VIEW}/rename", saved_views.rename, name="rename-view"),
    path(f"{_VIEW}/remove", saved_views.remove, name="remove-view"),
    path("queue", queue.queue, name="queue"),
    path("queue/<int:pending_id>/retry", queue.retry, name="retry"),
    path("queue/<int:pending_id>/skip", queue.skip, name="skip"),
    path("jobs", jobs.jobs, name="jobs"),
    path(_JOB, jobs.job, name="job"),
    path(f"{_JOB}/cancel", jobs.cancel, name="cancel-job"),
    path(f"{_JOB}/retry", jobs.retry, name="retry-job"),
    path(f"{_JOB}/file", jobs.file, name="job-file"),
    path(f"{_JOB}/to-mend.csv", jobs.faults, name="job-faults"),
    path("exports", exports.exports, name="exports"),
    path("exports/<slug:name>", exports.export, name="export"),
    path("imports", imports.imports, name="imports"),
    path("imports/new", imports.new, name="new-import"),
    path(
        "imports/templates/<slug:what>/<slug:file>",
        imports.template,
        name="import-template",
    ),
    path(_IMPORT, imports.one, name="import"),
    path(f"{_IMPORT}/load", imports.load, name="load-import"),
    path(f"{_IMPORT}/undo", imports.undo, name="undo-import"),
    path(f"{_IMPORT}/discard", imports.discard, name="discard-import"),
    path(f"{_IMPORT}/to-mend.csv", imports.faults, name="import-faults"),
    path("me", account.me, name="me"),
    path("me/password", account.password, name="password"),
    path("me/users", access.users, name="users"),
    path("me/users/new", access.new_user, name="new-user"),
    path(_USER, access.user, name="user"),
    path(f"{_USER}/roles/add", access.grant_role, name="grant-role"),
    path(f"{_USER}/roles/<uuid:grant_id>/end", access.end_role, name="end-role"),
    path(f"{_USER}/disable", access.disable, name="disable-user"),
    path("me/keys", access.keys, name="keys"),
    path("me/keys/new", access.new_key, name="new-key"),
    path("me/keys/<uuid:key_id>/revoke", access.revoke_key, name="revoke-key"),
    path("me/units", units.units, name="units"),
    path("me/units/new", units.new_unit, name="new-unit"),
    path(f"{_UNIT}/details", units.rename_unit, name="rename-unit"),
    path(f"{_UNIT}/move", units.move_unit, name="move-unit"),
    path(f"{_UNIT}/close", units.close_unit, name="close-unit"),
    path("me/opening-positions", opening_position.upload, name="opening-positions"),
    path(
        "me/opening-positions/template",
        opening_position.template,
        name="opening-position-template",
    ),
    path(_OPENING, opening_position.report, name="opening-position"),
    path(f"{_OPENING}/to-mend.csv", opening_position.faults, name="opening-position-faults"),
    path(f"{_OPENING}/forget", opening_position.forget, name="forget-opening-position"),
]
