"""The statements of a transition and of a drain, for pgbench and bare psycopg."""

from __future__ import annotations

_WRITE = """
WITH moved AS (
    UPDATE projects_project SET stage = CASE stage WHEN 'co_design' THEN 'testing' ELSE stage END,
        stage_since = current_date, updated_at = now(), version = version + 1
    WHERE id = {id}
    RETURNING id, organisation_id AS tenant, version
), noted AS (
    INSERT INTO kernel_transition (organisation_id, subject_kind, subject_id, version, transition,
        source, target, effective_on, recorded_at, reason, guards, actor_kind, opening_position)
    SELECT tenant, 'project', id, version, 'start_testing', 'co_design', 'testing', current_date,
        now(), '', '[]'::jsonb, 'api_key', false FROM moved
), told AS (
    INSERT INTO kernel_event (uuid, organisation_id, type, aggregate_kind, aggregate_id, seq, data,
        effective_on, recorded_at, actor_kind, depth)
    SELECT gen_random_uuid(), tenant, 'uk.qiflow.project.testing_started.v1', 'project', id,
        version, jsonb_build_object('project_id', id), current_date, now(), 'api_key', 0 FROM moved
    RETURNING id, organisation_id, aggregate_kind, aggregate_id, seq
), queued AS (
    INSERT INTO kernel_pending (event_id, organisation_id, subject_kind, subject_id, seq, attempts,
        problem)
    SELECT id, organisation_id, aggregate_kind, aggregate_id, seq, 0, '' FROM told
)
SELECT version FROM moved
"""

#: Row, history, event and queue in one statement, as `kernel.log.record` sends it.
ONE_STATEMENT = _WRITE.format(id="%(id)s")

#: For pgbench: a random project among the half of `:rows` that the other organisation keeps (they
#: change hands every twenty), so that it takes none away from those that may still start testing.
TRANSITION = (
    "\\set turn random(0, :rows / 2 - 1)\n"
    "\\set number :turn / 20 * 40 + 20 + :turn % 20\n"
    + _WRITE.format(id="md5('project:' || :number::text)::uuid").strip()
    + ";\n"
)
