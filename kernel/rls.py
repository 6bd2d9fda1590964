"""Row-level security for migrations: one call protects one table."""

from __future__ import annotations

from django.db.migrations import RunSQL

FUNCTIONS = """
    CREATE FUNCTION qiflow_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT coalesce(current_setting('qiflow.scope', true), '') = 'all' $$;
    CREATE FUNCTION qiflow_ids(setting text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT coalesce(
            string_to_array(nullif(current_setting(setting, true), ''), ',')::uuid[], '{}') $$;
"""

UNDO_FUNCTIONS = "DROP FUNCTION qiflow_everywhere(); DROP FUNCTION qiflow_ids(text);"


def protect(
    table: str,
    *,
    organisation: str = "organisation_id",
    shared: str | None = None,
    oversight: bool = False,
    national: bool = False,
    also_read: str | None = None,
) -> RunSQL:
    """Show and change rows of `table` only within the organisations of the connection.

    `shared` names the column with the committee or project that may be shared between
    organisations; `oversight` lets wider roles read; `national` lets everyone read rows of no
    organisation; `also_read` is one more SQL condition under which a row may be read.
    """
    everywhere = "(SELECT qiflow_everywhere())"
    own = f"{organisation} = ANY ((SELECT qiflow_ids('qiflow.organisations'))::uuid[])"
    write = [everywhere, own]
    if shared:
        write.append(f"{shared} = ANY ((SELECT qiflow_ids('qiflow.shared'))::uuid[])")
    read = list(write)
    if oversight:
        read.append(f"{organisation} = ANY ((SELECT qiflow_ids('qiflow.oversight'))::uuid[])")
    if national:
        read.append(f"{organisation} IS NULL")
    if also_read:
        read.append(f"({also_read})")
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY tenant_read ON {table} FOR SELECT USING ({" OR ".join(read)});
        CREATE POLICY tenant_insert ON {table} FOR INSERT WITH CHECK ({" OR ".join(write)});
        CREATE POLICY tenant_update ON {table} FOR UPDATE USING ({" OR ".join(write)});
        CREATE POLICY tenant_delete ON {table} FOR DELETE USING ({" OR ".join(write)});
        """,
        f"""
        DROP POLICY tenant_read ON {table}; DROP POLICY tenant_insert ON {table};
        DROP POLICY tenant_update ON {table}; DROP POLICY tenant_delete ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
