"""The steps of both graphs by name, in order, with the fields that each takes beside the day."""

from __future__ import annotations

from collections.abc import Mapping

COMMITTEE_STEPS: Mapping[str, tuple[str, ...]] = {
    "constitute": (),
    "reclassify": ("reason", "safety_related", "approved_by", "seen_by_specialist"),
    "suspend": ("reason", "duties_go_to"),
    "reinstate": ("review_on",),
    "merge_into": ("into", "assignments"),
    "dissolve": ("reason", "duties_go_to", "partners_told"),
}
APPOINTMENT_STEPS: Mapping[str, tuple[str, ...]] = {
    "shortlist": ("panel_had_partner",),
    "offer": ("task_profile", "payment_explained_on"),
    "accept": ("terms_accepted_on", "confidentiality_draft_seen_on"),
    "clear_checks": ("identity_seen_on", "references_seen_on", "benefits_advice_offered_on"),
    "complete_induction": (
        "induction_completed_on",
        "confidentiality_signed_on",
        "starts_on",
        "term_ends_on",
        "signed_on",
    ),
    "renew": ("from_date", "to_date", "signed_on", "review_held", "over_limit_reason"),
    "pause": ("return_expected_on",),
    "return_": ("refresher_done",),
    "suspend": ("concern_reference", "raised_by", "support_offered", "review_on"),
    "confirm_suspension": (),
    "lift": ("outcome",),
    "end": ("end_reason", "exit_conversation_offered", "access_removed_on"),
    "hold_in_reserve": (),
    "decline": ("reason", "feedback_offered"),
    "withdraw": (),
}
