"""`manage.py up`: the whole service under one supervisor."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qiflow.instance import Refused, this_instance
from qiflow.supervisor import programs
from qiflow.supervisor.supervisor import Supervisor


class Command(BaseCommand):
    """Start servers, prepare the database, and run web, relay, timers and workers."""

    help = "Run the whole service until Ctrl-C (PORT, HOST, DATABASE_URL, REDIS_URL, QIFLOW_ENV)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        host = os.environ.get("HOST") or "127.0.0.1"
        try:
            instance = this_instance(os.environ)
            Supervisor(
                instance,
                programs=[
                    programs.web(host=host, port=instance.port),
                    programs.relay(),
                    programs.timers(),
                    programs.workers(),
                ],
                host=host,
                environ=os.environ,
                say=self._say,
            ).run()
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
