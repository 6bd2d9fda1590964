"""Every way in which a project changes."""

from projects.commands.bulk import take_steps
from projects.commands.charter import sign_off, withdraw_sign_off, write_charter
from projects.commands.opening import StageSince, open_project
from projects.commands.organisations import add_participant, end_participant
from projects.commands.projects import change_project, register_project
from projects.commands.steps import StepRequest, take_step
from projects.commands.team import add_member, correct_member, end_member, withdraw_member

__all__ = [
    "StageSince",
    "StepRequest",
    "add_member",
    "add_participant",
    "change_project",
    "correct_member",
    "end_member",
    "end_participant",
    "open_project",
    "register_project",
    "sign_off",
    "take_step",
    "take_steps",
    "withdraw_member",
    "withdraw_sign_off",
    "write_charter",
]
