"""What must hold for committees, appointments and organisations. Pure: facts and a date in."""

from governance.rules.appointments import NOT_AN_EMPLOYEE
from governance.rules.classification import CLASSIFICATION_JUSTIFIED
from governance.rules.coverage import COVERAGE
from governance.rules.planning import SEATS_PLANNED
from governance.rules.two_partners import TERM_ENDING, TWO_PARTNERS
from governance.rules.vacancy import VACANCY_AGE

COMMITTEE_RULES = (
    TWO_PARTNERS,
    SEATS_PLANNED,
    VACANCY_AGE,
    CLASSIFICATION_JUSTIFIED,
    TERM_ENDING,
)
APPOINTMENT_RULES = (NOT_AN_EMPLOYEE,)
ORGANISATION_RULES = (COVERAGE,)

__all__ = ["APPOINTMENT_RULES", "COMMITTEE_RULES", "ORGANISATION_RULES"]
