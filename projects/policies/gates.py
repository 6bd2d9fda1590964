"""What each step of a project asks for. Pure.

Rules at a gate (such as P01) are in `projects.rules`; here are the guards of the step itself, and
those that wait for what later parts bring.
Source: domain/domain.md 13.1, with 15 items 8, 9, 11, 19 and 21.
"""

from __future__ import annotations

from datetime import timedelta

from kernel.gates import Deferred, Gate, Guard
from projects.facts.situation import Situation

ALWAYS_EVENT = "always_event"

#: Guards that the request itself meets: shown as fields of the step, not as things still to do.
ASKED_WITH_THE_STEP = frozenset(
    {
        "reason",
        "review_date",
        "partners_told",
        "stop_reason",
        "learning_note",
        "partners_thanked",
        "data_disposition",
    }
)

REASON: Guard[Situation] = Guard(
    code="reason",
    asks="A reason is given.",
    unmet="Say why.",
    holds=lambda project: bool(project.asked.reason),
)


def _cosign(step: str, sentence: str) -> Guard[Situation]:
    return Guard(
        code="partner_sign_off",
        asks="A patient partner signs off this step.",
        unmet=sentence,
        holds=lambda project: project.step_agreed(step, given_as="partner"),
        link="sign-offs",
    )


PROPOSE: Gate[Situation] = Gate(
    step="project.propose",
    guards=(
        Guard(
            code="title",
            asks="The project has a title.",
            unmet="Give the project a title.",
            holds=lambda project: bool(project.title),
            link="details",
        ),
        Guard(
            code="problem",
            asks="The problem is described.",
            unmet="Describe the problem and why it matters to patients.",
            holds=lambda project: bool(project.problem),
            link="details",
        ),
        Guard(
            code="organisation_open",
            asks="The organisation is open (D07).",
            unmet="This organisation is closed. Move the project to its successor.",
            holds=lambda project: project.organisation_open,
        ),
    ),
)

APPROVE_SETUP: Gate[Situation] = Gate(
    step="project.approve_setup",
    guards=(
        Guard(
            code="charter_approved_by_sponsor",
            asks="The sponsor approved the charter.",
            unmet="Record the sponsor's approval of the charter.",
            holds=lambda project: project.charter_approved(given_as="sponsor"),
            link="charter",
        ),
        Guard(
            code="charter_approved_by_partner",
            asks="A patient partner approved the charter.",
            unmet="Record a patient partner's approval of the charter.",
            holds=lambda project: project.charter_approved(given_as="partner"),
            link="charter",
        ),
        Guard(
            code="partner_payment_plan",
            asks="The charter says how partners are paid.",
            unmet="Write in the charter how partners are paid.",
            holds=lambda project: project.charter is not None and project.charter.payment_plan,
            link="charter",
        ),
        Guard(
            code="partner_support_plan",
            asks="The charter says how partners are supported.",
            unmet="Write in the charter how partners are supported.",
            holds=lambda project: project.charter is not None and project.charter.support_plan,
            link="charter",
        ),
        Guard(
            code="lead_named",
            asks="A project by the Model for Improvement has a project lead.",
            unmet="Name a project lead.",
            holds=lambda project: project.method == ALWAYS_EVENT or project.has_lead,
            link="team",
        ),
    ),
    deferred=(
        Deferred(
            code="no_change_ideas",
            asks="No change idea has been chosen yet.",
            until="projects.ChangeIdea",
        ),
    ),
)

START_TESTING: Gate[Situation] = Gate(
    step="project.start_testing",
    guards=(
        Guard(
            code="vision_agreed",
            asks="An Always Event has a vision that a patient partner approved.",
            unmet="Write the vision in patients' words, and record a patient partner's approval.",
            holds=lambda project: (
                project.method != ALWAYS_EVENT
                or (bool(project.vision) and project.agreed("vision", given_as="partner"))
            ),
            link="details",
        ),
        Guard(
            code="aim_agreed",
            asks="The aim is written and a patient partner approved it.",
            unmet="Write the aim, and record a patient partner's approval.",
            holds=lambda project: bool(project.aim) and project.agreed("aim", given_as="partner"),
            link="details",
        ),
        _cosign("start_testing", "Record that a patient partner agrees to start testing."),
    ),
    deferred=(
        Deferred(code="P03", asks="Blank canvas.", until="projects.ListeningRecord"),
        Deferred(code="P04", asks="Listening evidence.", until="projects.ListeningRecord"),
        Deferred(
            code="P05",
            asks="Four criteria met (Always Events only).",
            until="projects.SelectionCriteria",
        ),
        Deferred(code="P07", asks="The aim is complete.", until="projects.AimStatement"),
        Deferred(
            code="driver_diagram",
            asks="The driver diagram has a path from the aim to a change idea.",
            until="projects.DriverDiagram",
        ),
    ),
)

REDESIGN: Gate[Situation] = Gate(
    step="project.redesign",
    guards=(REASON,),
    deferred=(
        Deferred(
            code="no_open_cycle",
            asks="No PDSA cycle is open, or the open ones were abandoned.",
            until="projects.PDSACycle",
        ),
    ),
)

COMPLETE_TESTING: Gate[Situation] = Gate(
    step="project.complete_testing",
    guards=(
        Guard(
            code="coach_confirmation",
            asks="A coach or another lead for quality improvement confirms it.",
            unmet="Record that a coach, or another lead for quality improvement, confirms it.",
            holds=lambda project: project.step_agreed("complete_testing", given_as="coach"),
            link="sign-offs",
        ),
        Guard(
            code="balancing_measure",
            asks="The balancing measure shows no change for the worse without an explanation.",
            unmet=(
                "A balancing measure shows a change for the worse. Find out why, and write it on"
                " the chart at the day on which it began."
            ),
            holds=lambda project: not project.balancing_unexplained,
            link="measures",
        ),
    ),
    deferred=(
        Deferred(code="P10", asks="PDSA cycles are complete.", until="projects.PDSACycle"),
        Deferred(code="P12", asks="Testing is complete.", until="projects.PDSACycle"),
        Deferred(
            code="adopted_change",
            asks="At least one change was adopted.",
            until="projects.PDSACycle",
        ),
    ),
)

RESUME_TESTING: Gate[Situation] = Gate(
    step="project.resume_testing",
    guards=(REASON,),
    deferred=(
        Deferred(
            code="new_change_idea",
            asks="There is a new change idea, or reliability cannot be reached.",
            until="projects.ChangeIdea",
        ),
    ),
)

DECLARE_RELIABLE: Gate[Situation] = Gate(
    step="project.declare_reliable",
    guards=(_cosign("declare_reliable", "Record a patient partner's review."),),
    deferred=(
        Deferred(
            code="P19",
            asks="The implementation checklist is done.",
            until="projects.ImplementationChecklist",
        ),
        Deferred(
            code="committee_informed",
            asks="A reporting committee was informed.",
            until="projects.ReportingCommittee",
        ),
    ),
)

DECLARE_SUSTAINED: Gate[Situation] = Gate(
    step="project.declare_sustained",
    guards=(
        _cosign("declare_sustained", "Record that a patient partner agrees that it is sustained."),
        Guard(
            code="held_long_enough",
            asks="Reliability was held for six periods, or what is asked here, since declared.",
            unmet=(
                "Wait until reliability was held for six periods in a row, or what is asked here,"
                " since it was declared, with the data of each of them."
            ),
            holds=lambda project: project.periods_held >= project.periods_asked,
            link="measures",
        ),
    ),
    deferred=(
        Deferred(
            code="P20",
            asks="One other site has made it its own, or the sponsor signed why not.",
            until="projects.SpreadSite",
        ),
        Deferred(code="P21", asks="An owner and a review date.", until="projects.SustainPlan"),
        Deferred(code="P22", asks="Partners heard what came of it.", until="projects.FeedbackNote"),
    ),
)

PAUSE: Gate[Situation] = Gate(
    step="project.pause",
    guards=(
        REASON,
        Guard(
            code="review_date",
            asks="A review date is set within the time that the organisation allows (90 days).",
            unmet="Set a review date within 90 days of the pause, or what is allowed here.",
            holds=lambda project: (
                project.asked.review_on is not None
                and project.today
                <= project.asked.review_on
                <= project.on + timedelta(days=project.review_days)
            ),
        ),
        Guard(
            code="partners_told",
            asks="Partners were told.",
            unmet="Tell the partners, and say that you did.",
            holds=lambda project: project.asked.partners_told,
        ),
    ),
)

RESUME: Gate[Situation] = Gate(step="project.resume")

STOP: Gate[Situation] = Gate(
    step="project.stop",
    guards=(
        Guard(
            code="stop_reason",
            asks="A reason is chosen.",
            unmet="Choose why the project stops.",
            holds=lambda project: bool(project.asked.stop_reason),
        ),
        Guard(
            code="learning_note",
            asks="What was learnt is written down.",
            unmet="Write what others can learn from this project.",
            holds=lambda project: bool(project.asked.learning),
        ),
        Guard(
            code="partners_thanked",
            asks="Partners were thanked and told why.",
            unmet="Thank the partners and tell them why, and say that you did.",
            holds=lambda project: project.asked.partners_thanked,
        ),
        Guard(
            code="data_disposition",
            asks="It is decided what happens to the data.",
            unmet="Say what happens to the project's data.",
            holds=lambda project: bool(project.asked.data_disposition),
        ),
    ),
)

REOPEN: Gate[Situation] = Gate(
    step="project.reopen",
    guards=(REASON,),
    deferred=(
        Deferred(
            code="P14",
            asks="Reliability is no longer held, or a site has a new problem.",
            until="projects.SpreadSite",
        ),
    ),
)

ARCHIVE: Gate[Situation] = Gate(
    step="project.archive",
    guards=(
        Guard(
            code="retention_started",
            asks="The retention period has begun.",
            unmet="Set the day from which the records are kept for the retention period.",
            holds=lambda project: project.retention_from is not None,
            link="details",
        ),
        Guard(
            code="public_summary",
            asks="A public summary exists.",
            unmet="Write a summary that anyone may read.",
            holds=lambda project: bool(project.public_summary),
            link="details",
        ),
    ),
    deferred=(
        Deferred(
            code="R04",
            asks="No recommendation of a peer review is open.",
            until="programmes.Recommendation",
        ),
    ),
)

PROJECT_GATES: tuple[Gate[Situation], ...] = (
    PROPOSE,
    APPROVE_SETUP,
    START_TESTING,
    REDESIGN,
    COMPLETE_TESTING,
    RESUME_TESTING,
    DECLARE_RELIABLE,
    DECLARE_SUSTAINED,
    PAUSE,
    RESUME,
    STOP,
    REOPEN,
    ARCHIVE,
)
