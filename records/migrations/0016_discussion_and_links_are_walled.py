"""Row-level security of discussion and links, who stands in comments, and whose a link is."""

from django.db import migrations

from kernel.rls import protect

_SHARED = "subject_id = ANY ((SELECT qiflow_ids('qiflow.shared'))::uuid[])"

# Whoever reads a comment learns who wrote it, also where several organisations work on one thing.
# Comments are read first, as the caller sees them; only then is the scope opened for their names.
NAMES = """
    CREATE FUNCTION qiflow_names_in_comments(wanted uuid[]) RETURNS TABLE (id uuid, name text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        before text := coalesce(current_setting('qiflow.scope', true), '');
        users uuid[];
        people uuid[];
    BEGIN
        SELECT array_agg(u.one), array_agg(c.person_id) INTO users, people
            FROM records_comment c
            CROSS JOIN LATERAL unnest(ARRAY[c.writer_id, c.withdrawn_by] || c.told) AS u (one)
            WHERE c.id = ANY (wanted);
        SELECT people || array_agg(c.writer_id) INTO people
            FROM records_comment c WHERE c.id = ANY (wanted) AND c.writer_kind = 'person';
        PERFORM set_config('qiflow.scope', 'all', true);
        RETURN QUERY
            SELECT p.id, p.name::text FROM people_user p WHERE p.id = ANY (users)
            UNION ALL
            SELECT p.id, p.name::text FROM people_person p WHERE p.id = ANY (people);
        PERFORM set_config('qiflow.scope', before, true);
    END $$;
"""
UNDO_NAMES = "DROP FUNCTION qiflow_names_in_comments(uuid[]);"

# Asked before anybody is let in: the organisation to which the connection is narrowed, no more.
WHOSE = """
    CREATE FUNCTION qiflow_organisation_of_link(wanted uuid) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        before text := coalesce(current_setting('qiflow.scope', true), '');
        found uuid;
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        SELECT l.organisation_id INTO found FROM records_link l WHERE l.id = wanted;
        PERFORM set_config('qiflow.scope', before, true);
        RETURN found;
    END $$;
"""
UNDO_WHOSE = "DROP FUNCTION qiflow_organisation_of_link(uuid);"


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0015_discussion_and_links"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        protect("records_comment", also_read=_SHARED),
        protect("records_commentwording", also_read=_SHARED),
        protect("records_link"),
        migrations.RunSQL(NAMES, UNDO_NAMES),
        migrations.RunSQL(WHOSE, UNDO_WHOSE),
    ]
