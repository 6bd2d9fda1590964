"""Row-level security on every table of people."""

from django.db import migrations

from kernel.rls import protect

# Bodies of the register that keep no records here, and all bodies for whoever keeps the register.
EVERY_BODY = (
    "reference_only OR (SELECT coalesce(current_setting('qiflow.scope', true), '')) = 'registrar'"
)

# A user has no organisation: who may see the row follows from grants and links that are walled.
USERS = """
    ALTER TABLE people_user ENABLE ROW LEVEL SECURITY;
    ALTER TABLE people_user FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_read ON people_user FOR SELECT USING (
        (SELECT qiflow_everywhere())
        OR EXISTS (SELECT 1 FROM people_rolegrant held WHERE held.user_id = people_user.id)
        OR EXISTS (SELECT 1 FROM people_userperson link WHERE link.user_id = people_user.id));
    CREATE POLICY tenant_insert ON people_user FOR INSERT WITH CHECK (
        (SELECT qiflow_everywhere())
        OR cardinality((SELECT qiflow_ids('qiflow.organisations'))) > 0);
    CREATE POLICY tenant_update ON people_user FOR UPDATE USING (
        (SELECT qiflow_everywhere())
        OR EXISTS (SELECT 1 FROM people_rolegrant held WHERE held.user_id = people_user.id));
    CREATE POLICY tenant_delete ON people_user FOR DELETE USING ((SELECT qiflow_everywhere()));
"""
UNDO_USERS = """
    DROP POLICY tenant_read ON people_user; DROP POLICY tenant_insert ON people_user;
    DROP POLICY tenant_update ON people_user; DROP POLICY tenant_delete ON people_user;
    ALTER TABLE people_user NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE people_user DISABLE ROW LEVEL SECURITY;
"""

# Roles are data of the release: the service reads them and cannot give itself more.
ROLES = "REVOKE INSERT, UPDATE, DELETE ON people_role FROM qiflow_app;"
UNDO_ROLES = "GRANT INSERT, UPDATE, DELETE ON people_role TO qiflow_app;"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        protect("people_organisation", organisation="id", oversight=True, also_read=EVERY_BODY),
        protect("people_organisationsuccession", organisation="successor_id", also_read="true"),
        protect(
            "people_oversightgrant",
            also_read="overseer_id = ANY ((SELECT qiflow_ids('qiflow.organisations'))::uuid[])",
        ),
        protect("people_unit", oversight=True),
        protect("people_unitplace", oversight=True),
        protect("people_person"),
        protect("people_employment"),
        protect("people_consent"),
        protect("people_userperson"),
        protect("people_rolegrant"),
        protect("people_apikey"),
        migrations.RunSQL(USERS, UNDO_USERS),
        migrations.RunSQL(ROLES, UNDO_ROLES),
    ]
