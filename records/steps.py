"""Who takes each step of a thing of records and which event tells of it, for the written pages."""

from __future__ import annotations

from kernel.events import DomainEvent
from records import events, file_events

_WORKER = "a worker"
_STARTER = "whoever started it; `job.manage`"
_SENDER = "its sender; whoever may write about its thing"
_OWNER = "its owner; whoever may write about its thing"
_HOLDER = f"{_OWNER}; whoever holds a link for it"

RECORD_STEPS: dict[str, dict[str, tuple[str, type[DomainEvent]]]] = {
    "job": {
        "start": (_WORKER, events.JobStarted),
        "resume": (_WORKER, events.JobResumed),
        "finish": (_WORKER, events.JobFinished),
        "fail": (_WORKER, events.JobFailed),
        "cancel": (f"{_STARTER}; {_WORKER} once it was asked for", events.JobCancelled),
        "retry": (_STARTER, events.JobRetried),
    },
    "import": {
        "check_rows": (_WORKER, events.ImportChecked),
        "load": (f"{_WORKER} for whoever has `import.run`", events.ImportLoaded),
        "undo": (f"{_WORKER} for whoever has `import.run`", events.ImportUndone),
        "discard": ("`import.run`", events.ImportDiscarded),
    },
    "action": {
        "complete": (_HOLDER, events.ActionCompleted),
        "drop": (_OWNER, events.ActionDropped),
        "hand_over": (_HOLDER, events.ActionHandedOver),
        "reopen": (_OWNER, events.ActionReopened),
    },
    "file": {
        "keep": (_WORKER, file_events.FileKept),
        "refuse": (_WORKER, file_events.FileRefused),
        "remove": (_SENDER, file_events.FileRemoved),
        "restore": (_SENDER, file_events.FileRestored),
        "erase": ("`user.manage`", file_events.FileErased),
        "lose": (_WORKER, file_events.FileLost),
    },
}
