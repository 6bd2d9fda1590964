"""What is written in projects, for full-text search, and the function that looks in it.

The words have a table of their own: a change of stage then costs nothing here, because only a
change of text writes them. The trigger is in the transaction of the change, so a search is never
behind.
"""

from django.db import migrations

from kernel.rls import protect

WORDS = """
    CREATE TABLE projects_words (
        project_id uuid PRIMARY KEY REFERENCES projects_project (id) ON DELETE CASCADE
            DEFERRABLE INITIALLY DEFERRED,
        organisation_id uuid NOT NULL,
        words tsvector NOT NULL
    );
    CREATE FUNCTION qiflow_words_of(p projects_project) RETURNS tsvector
    LANGUAGE sql IMMUTABLE AS $$
        SELECT setweight(to_tsvector('english', p.title), 'A')
            || setweight(to_tsvector('english', concat_ws(' ', p.aim, p.public_summary)), 'B')
            || setweight(to_tsvector('english', concat_ws(' ', p.problem, p.vision, p.learning)),
                'C')
    $$;
    CREATE FUNCTION qiflow_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO projects_words (project_id, organisation_id, words)
        VALUES (NEW.id, NEW.organisation_id, qiflow_words_of(NEW))
        ON CONFLICT (project_id) DO UPDATE SET words = EXCLUDED.words,
            organisation_id = EXCLUDED.organisation_id;
        RETURN NULL;
    END $$;
    CREATE TRIGGER project_words_kept AFTER INSERT OR UPDATE OF
        title, aim, public_summary, problem, vision, learning ON projects_project
        FOR EACH ROW EXECUTE FUNCTION qiflow_keep_words();
    SELECT set_config('qiflow.scope', 'all', true);
    INSERT INTO projects_words (project_id, organisation_id, words)
        SELECT p.id, p.organisation_id, qiflow_words_of(p) FROM projects_project p;
    CREATE INDEX project_words ON projects_words USING gin (words);
    CREATE POLICY owner_read ON projects_words FOR SELECT TO qiflow_owner USING (true);
"""
UNDO_WORDS = """
    DROP TRIGGER project_words_kept ON projects_project;
    DROP FUNCTION qiflow_keep_words();
    DROP FUNCTION qiflow_words_of(projects_project);
    DROP TABLE projects_words;
"""

# EXECUTE, because only a plan made for the very words knows whether they are rare or common. The
# newest of each way are ranked, so that a common word costs no more than a rare one. What only
# resembles the words is looked for when nothing holds them.
FOUND = """
    CREATE FUNCTION qiflow_projects_found(
        organisations uuid[], shared uuid[], query text, pattern text, sought text, most int)
    RETURNS TABLE (id uuid, rank real)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE asked tsquery := to_tsquery('english', query);
    BEGIN
        IF numnode(asked) > 0 THEN
            RETURN QUERY EXECUTE
                'SELECT found.id, ts_rank(found.words, $2) FROM ('
                '  SELECT p.id, w.words FROM projects_project p'
                '  JOIN projects_words w ON w.project_id = p.id'
                '  WHERE p.organisation_id = ANY ($1) AND w.words @@ $2'
                '  ORDER BY p.updated_at DESC, p.id DESC LIMIT $3) found'
                USING organisations, asked, most;
            RETURN QUERY SELECT p.id, ts_rank(w.words, asked) FROM projects_project p
                JOIN projects_words w ON w.project_id = p.id
                WHERE p.id = ANY (shared) AND w.words @@ asked;
        END IF;
        RETURN QUERY EXECUTE
            'SELECT p.id, 0.9::real FROM projects_project p'
            ' WHERE p.organisation_id = ANY ($1) AND p.title ILIKE $2'
            ' ORDER BY p.updated_at DESC, p.id DESC LIMIT $3'
            USING organisations, pattern, most;
        RETURN QUERY SELECT p.id, 0.9::real FROM projects_project p
            WHERE p.id = ANY (shared) AND p.title ILIKE pattern;
    END $$;

    CREATE FUNCTION qiflow_projects_alike(
        organisations uuid[], shared uuid[], sought text, at_least real, most int)
    RETURNS TABLE (id uuid, rank real)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        PERFORM set_config('pg_trgm.word_similarity_threshold', at_least::text, true);
        RETURN QUERY EXECUTE
            'SELECT p.id, (word_similarity($3, p.title) / 2)::real FROM projects_project p'
            ' WHERE $3 <% p.title AND (p.organisation_id = ANY ($1) OR p.id = ANY ($2))'
            ' ORDER BY 2 DESC LIMIT $4'
            USING organisations, shared, sought, most;
    END $$;
"""
UNDO_FOUND = """
    DROP FUNCTION qiflow_projects_alike(uuid[], uuid[], text, real, int);
    DROP FUNCTION qiflow_projects_found(uuid[], uuid[], text, text, text, int);
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_opening_position")]

    operations = [
        migrations.RunSQL(WORDS, UNDO_WORDS),
        protect("projects_words", shared="project_id"),
        migrations.RunSQL(FOUND, UNDO_FOUND),
    ]
