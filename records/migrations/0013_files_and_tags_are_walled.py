"""Row-level security of files and tags, and the words of files for full-text search.

Name and description are there in the transaction of the change; the text of the file comes with
the job that reads it. What was refused, erased or lost has no words.
"""

from django.db import migrations

from kernel.rls import protect

_SHARED = "subject_id = ANY ((SELECT qiflow_ids('qiflow.shared'))::uuid[])"

WORDS = """
    CREATE TABLE records_filewords (
        file_id uuid PRIMARY KEY REFERENCES records_file (id) ON DELETE CASCADE
            DEFERRABLE INITIALLY DEFERRED,
        organisation_id uuid NOT NULL,
        named tsvector NOT NULL,
        body tsvector NOT NULL DEFAULT ''
    );
    CREATE FUNCTION qiflow_keep_file_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.state IN ('refused', 'erased', 'lost') THEN
            DELETE FROM records_filewords WHERE file_id = NEW.id;
            RETURN NULL;
        END IF;
        INSERT INTO records_filewords (file_id, organisation_id, named)
        VALUES (NEW.id, NEW.organisation_id,
            setweight(to_tsvector('english', regexp_replace(NEW.name, '[._-]+', ' ', 'g')), 'A')
                || setweight(to_tsvector('english', NEW.description), 'B'))
        ON CONFLICT (file_id) DO UPDATE SET named = EXCLUDED.named;
        RETURN NULL;
    END $$;
    CREATE TRIGGER file_words_kept AFTER INSERT OR UPDATE OF name, description, state
        ON records_file FOR EACH ROW EXECUTE FUNCTION qiflow_keep_file_words();
    CREATE INDEX file_words ON records_filewords USING gin ((named || body));
    CREATE INDEX file_name_alike ON records_file USING gin (name gin_trgm_ops);
    CREATE POLICY owner_read ON records_filewords FOR SELECT TO qiflow_owner USING (true);
    CREATE POLICY owner_read ON records_file FOR SELECT TO qiflow_owner USING (true);
"""
UNDO_WORDS = """
    DROP POLICY owner_read ON records_file;
    DROP INDEX file_name_alike;
    DROP TRIGGER file_words_kept ON records_file;
    DROP FUNCTION qiflow_keep_file_words();
    DROP TABLE records_filewords;
"""

FOUND = """
    CREATE FUNCTION qiflow_files_found(
        organisations uuid[], shared uuid[], query text, pattern text, most int)
    RETURNS TABLE (id uuid, rank real)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE asked tsquery := to_tsquery('english', query);
    BEGIN
        IF numnode(asked) > 0 THEN
            RETURN QUERY EXECUTE
                'SELECT f.id, ts_rank(w.named || w.body, $3) FROM records_filewords w'
                ' JOIN records_file f ON f.id = w.file_id'
                ' WHERE (w.named || w.body) @@ $3 AND f.state = ''kept'''
                '  AND (f.organisation_id = ANY ($1) OR f.subject_id = ANY ($2))'
                ' ORDER BY f.created_at DESC, f.id DESC LIMIT $4'
                USING organisations, shared, asked, most;
        END IF;
        RETURN QUERY EXECUTE
            'SELECT f.id, 0.9::real FROM records_file f'
            ' WHERE f.name ILIKE $3 AND f.state = ''kept'''
            '  AND (f.organisation_id = ANY ($1) OR f.subject_id = ANY ($2))'
            ' ORDER BY f.created_at DESC, f.id DESC LIMIT $4'
            USING organisations, shared, pattern, most;
    END $$;
"""
UNDO_FOUND = "DROP FUNCTION qiflow_files_found(uuid[], uuid[], text, text, int);"


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0012_files_and_tags"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        protect(
            "records_file",
            also_read=f"{_SHARED} AND audience = 'everyone' AND state = 'kept'",
        ),
        protect("records_tag"),
        protect("records_tagging", also_read=_SHARED),
        migrations.RunSQL(WORDS, UNDO_WORDS),
        protect("records_filewords"),
        migrations.RunSQL(FOUND, UNDO_FOUND),
    ]
