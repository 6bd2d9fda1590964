"""The answers that forms offer, as people say them; the tests hold them against the models."""

from __future__ import annotations

Choices = tuple[tuple[str, str], ...]

METHOD: Choices = (
    ("always_event", "Always Event"),
    ("model_for_improvement", "Model for Improvement"),
)
STOP_REASON: Choices = (
    ("did_not_work", "The change was tested and did not work"),
    ("not_needed", "The problem no longer needs it"),
    ("priorities_changed", "Priorities changed"),
    ("no_capacity", "There was no time or money for it"),
    ("joined_another", "The work joined another project"),
    ("other", "Another reason"),
)
DATA_DISPOSITION: Choices = (
    ("kept", "Kept for the retention period"),
    ("handed_over", "Handed over to another project or team"),
    ("deleted", "Deleted"),
)
TEAM: Choices = (
    ("oversight", "Oversight team"),
    ("point_of_care", "Point-of-care team"),
    ("support", "Support"),
)
TEAM_ROLE: Choices = (
    ("executive_sponsor", "Executive sponsor"),
    ("sponsor_deputy", "Sponsor's deputy"),
    ("oversight_lead", "Oversight lead"),
    ("project_lead", "Project lead"),
    ("partner", "Patient or carer partner"),
    ("point_of_care_staff", "Point-of-care staff"),
    ("coach", "Improvement coach"),
    ("measurement_lead", "Measurement lead"),
)
CAPACITY: Choices = (
    ("lived", "Lived experience"),
    ("learnt", "Learnt experience"),
    ("both", "Lived and learnt experience"),
)
INVOLVEMENT: Choices = (
    ("big_i", "Big I: a full member throughout"),
    ("little_i", "Little i: asked from time to time"),
)
SIGN_OFF_ABOUT: Choices = (
    ("charter", "The charter"),
    ("vision", "The vision"),
    ("aim", "The aim"),
    ("start_testing", "To start testing"),
    ("complete_testing", "That testing is complete"),
    ("declare_reliable", "That it is reliable"),
    ("declare_sustained", "That it is sustained"),
)
SIGN_OFF_AS: Choices = (
    ("sponsor", "Sponsor"),
    ("partner", "Patient or carer partner"),
    ("coach", "Coach or lead for quality improvement"),
)
SIGN_OFF_WAY: Choices = (
    ("in_person", "In person"),
    ("meeting", "In a meeting"),
    ("telephone", "By telephone"),
    ("letter", "By letter"),
    ("online", "Online"),
    ("other", "In another way"),
)
#: Ways in which somebody else can be given an answer or words.
WAY: Choices = (
    ("meeting", "In a meeting"),
    ("in_person", "In person"),
    ("telephone", "By telephone"),
    ("letter", "By letter"),
    ("other", "In another way"),
)
#: Answers to an invitation: as one gives them, and as others read them.
COMING: Choices = (
    ("yes", "Yes, I will come"),
    ("no", "No, I cannot come"),
    ("maybe", "I do not know yet"),
)
CAME: Choices = (
    ("yes", "Will come"),
    ("no", "Cannot come"),
    ("maybe", "Do not know yet"),
)
PARTNER_KIND: Choices = (
    ("patient", "Patient or service user"),
    ("carer", "Carer"),
    ("family", "Family member"),
    ("lay", "Lay person or advocate"),
    ("staff_elsewhere", "Works in another organisation"),
)
NEED: Choices = (
    ("large_print", "Large print"),
    ("easy_read", "Easy read"),
    ("braille", "Braille"),
    ("audio", "Audio"),
    ("bsl", "British Sign Language interpreter"),
    ("speech_to_text", "Speech to text reporter"),
    ("hearing_loop", "Hearing loop"),
    ("interpreter", "Interpreter or translation"),
    ("letter", "Letters by post, not email"),
    ("telephone", "Telephone calls, not email"),
)
EMPLOYMENT_BASIS: Choices = (
    ("contract", "Contract of employment"),
    ("bank", "Bank"),
    ("honorary", "Honorary"),
    ("involvement_payroll", "Paid through payroll for involvement"),
)
CONSENT_SCOPE: Choices = (
    ("serve", "To serve as a partner"),
    ("publish", "To be named in public"),
)
ORGANISATION_TYPE: Choices = (
    ("trust", "NHS trust"),
    ("icb", "Integrated care board"),
    ("gp_practice", "GP practice"),
    ("independent", "Independent provider"),
    ("local_authority", "Local authority"),
    ("charity", "Charity"),
    ("carers_group", "Carers' group"),
    ("other", "Another kind"),
)
UNIT_TYPE: Choices = (
    ("division", "Division"),
    ("directorate", "Directorate"),
    ("site", "Site"),
    ("ward", "Ward"),
    ("team", "Team"),
)
MEETING_FREQUENCY: Choices = (
    ("weekly", "Every week"),
    ("fortnightly", "Every two weeks"),
    ("monthly", "Every month"),
    ("every_two_months", "Every two months"),
    ("quarterly", "Every three months"),
    ("less_often", "Less often"),
)
CLASSIFIED: Choices = (
    ("yes", "Reviews safety data"),
    ("no", "Does not review safety data"),
)
SEAT_KIND: Choices = (
    ("psp", "Patient safety partner"),
    ("staff", "Staff"),
    ("nx", "Non-executive"),
)
MEMBERSHIP: Choices = (
    ("full", "Full member"),
    ("observer", "Observer"),
    ("guest", "Guest"),
    ("deputy", "Deputy"),
)
END_REASON: Choices = (
    ("term", "The term ended"),
    ("resigned", "Resigned"),
    ("employment", "Employed by the organisation"),
    ("conduct", "Conduct"),
    ("deceased", "Died"),
)
WAY_IN: Choices = (
    ("password", "By password"),
    ("passkey", "By passkey"),
    ("provider", "By the organisation's directory"),
)
PROOF: Choices = (
    ("password", "The password"),
    ("second_factor", "The second factor"),
    ("app", "Authenticator app"),
    ("passkey", "Passkey"),
    ("recovery_code", "Recovery code"),
)
SESSIONS_ENDED: Choices = (
    ("self", "By the user"),
    ("administrator", "By an administrator"),
    ("provider", "By the organisation's directory"),
    ("password", "Because the password changed"),
)


def said(choices: Choices, value: str) -> str:
    """The words for a stored answer; nothing for none."""
    return dict(choices).get(value, value.replace("_", " "))
