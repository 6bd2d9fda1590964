"""Row-level security of imports; what an import kept of a person goes when the person does."""

from django.db import migrations

from kernel.rls import protect

# In the same transaction as the erasure, and below the app that erases: a trigger is the one place.
FORGET = """
    CREATE FUNCTION qiflow_forget_imported() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE records_importedrow SET before = '{}' WHERE subject_id = NEW.id;
        RETURN NULL;
    END $$;
    CREATE TRIGGER person_forgotten_by_imports AFTER UPDATE OF removed_on ON people_person
        FOR EACH ROW WHEN (NEW.removed_on IS NOT NULL AND OLD.removed_on IS NULL)
        EXECUTE FUNCTION qiflow_forget_imported();
"""
UNDO_FORGET = """
    DROP TRIGGER person_forgotten_by_imports ON people_person;
    DROP FUNCTION qiflow_forget_imported();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_imports"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
        ("people", "0002_people_are_walled"),
    ]

    operations = [
        protect("records_import"),
        protect("records_importedrow"),
        migrations.RunSQL(FORGET, UNDO_FORGET),
    ]
