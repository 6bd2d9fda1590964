"""The relay names actors by word; those words must be theirs."""

from workflows import bells, tasks


def test_the_words_are_those_of_the_actors():
    assert tasks.drain_subjects.actor_name == bells.DRAIN
    assert tasks.pulse.actor_name == bells.PULSE
    assert tasks.work_job.actor_name == bells.WORK_JOB
    assert tasks.work_job.queue_name == bells.JOBS
    assert {tasks.drain_subjects.queue_name, tasks.pulse.queue_name} == {bells.QUEUE}
