"""What a row of a list of projects shows."""

LISTED = (
    "id",
    "organisation_id",
    "unit_id",
    "title",
    "method",
    "stage",
    "stage_since",
    "review_on",
    "target_on",
    "external_id",
    "updated_at",
    "version",
)
