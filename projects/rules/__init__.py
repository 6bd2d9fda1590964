"""What must hold for every project, on any day."""

from projects.rules.partners import PARTNERS_ON_BOTH_TEAMS
from projects.rules.sponsor import SPONSOR_IN_POST

RULES = (PARTNERS_ON_BOTH_TEAMS, SPONSOR_IN_POST)
