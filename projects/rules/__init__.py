"""What must hold for every project, on any day."""

from projects.rules.baseline import BASELINE_BEFORE_TESTING
from projects.rules.data_in import DATA_UP_TO_DATE
from projects.rules.family import FAMILY_OF_MEASURES
from projects.rules.held import RELIABILITY_HELD
from projects.rules.partners import PARTNERS_ON_BOTH_TEAMS
from projects.rules.reliable import RELIABILITY_REACHED
from projects.rules.sponsor import SPONSOR_IN_POST

RULES = (
    PARTNERS_ON_BOTH_TEAMS,
    SPONSOR_IN_POST,
    FAMILY_OF_MEASURES,
    BASELINE_BEFORE_TESTING,
    RELIABILITY_REACHED,
    RELIABILITY_HELD,
    DATA_UP_TO_DATE,
)
