"""Registers governance with Django, its rules with the rulebook, its gates with the kernel."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        # Models can be imported only when every app is loaded.
        from governance import gates
        from governance.exports import APPOINTMENTS, ASSIGNMENTS, COMMITTEES, POOLS
        from governance.facts.loaders import APPOINTMENT, COMMITTEE, ORGANISATION
        from governance.queries.history import appointment_history, committee_history
        from governance.rules import APPOINTMENT_RULES, COMMITTEE_RULES, ORGANISATION_RULES
        from governance.search import COMMITTEE_SEARCH
        from governance.things import APPOINTMENT_THING, COMMITTEE_THING
        from kernel.rules.rulebook import RULEBOOK
        from records.exports import declared as exports
        from records.histories import declared as histories
        from records.search import declared as search
        from records.things import declared as things

        RULEBOOK.add_subject(COMMITTEE, COMMITTEE_RULES)
        RULEBOOK.add_subject(APPOINTMENT, APPOINTMENT_RULES)
        RULEBOOK.add_subject(ORGANISATION, ORGANISATION_RULES)
        gates.register_all()
        exports.register(COMMITTEES, APPOINTMENTS, ASSIGNMENTS, POOLS)
        search.register(COMMITTEE_SEARCH)
        things.register(COMMITTEE_THING, APPOINTMENT_THING)
        histories.register(
            histories.HistoryKind(kind="committee", read=committee_history),
            histories.HistoryKind(kind="psp_appointment", read=appointment_history),
        )
        self._held_by_leavers()

    @staticmethod
    def _held_by_leavers() -> None:
        from governance.leaving import APPOINTMENTS_HELD, CHAIRS_HELD, RECRUITING_HELD
        from people.leavers import declared as leavers

        leavers.register(CHAIRS_HELD, RECRUITING_HELD, APPOINTMENTS_HELD)
