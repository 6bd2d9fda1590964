"""Every way in which a measure, its data and its chart change."""

from projects.commands.measures.defining import (
    change_measure,
    define_measure,
    end_measure,
    withdraw_measure,
)
from projects.commands.measures.markers import mark, withdraw_mark
from projects.commands.measures.points import PointsPut, put_points, withdraw_point
from projects.commands.measures.rebases import rebase, withdraw_rebase
from projects.commands.measures.targets import set_target, withdraw_target
from projects.measures.entered import Entered

__all__ = [
    "Entered",
    "PointsPut",
    "change_measure",
    "define_measure",
    "end_measure",
    "mark",
    "put_points",
    "rebase",
    "set_target",
    "withdraw_mark",
    "withdraw_measure",
    "withdraw_point",
    "withdraw_rebase",
    "withdraw_target",
]
