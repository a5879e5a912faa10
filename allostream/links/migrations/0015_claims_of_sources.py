"""Answers that came with a source become its claims; those that a person set are known as theirs."""

from django.db import migrations

COLUMNS = (
    "title_id", "country", "source_id", "status", "play", "rule", "free_since", "protected_until", "confidence",
    "deciding_name", "deciding_year", "published_year", "missing", "licence", "licence_url", "noncommercial", "reason",
    "authority", "must_check", "evaluated_on",
)  # fmt: skip


def copy(apps, schema_editor):
    answers, claims = (apps.get_model("links", name).objects for name in ("RightsAnswer", "AnswerClaim"))
    made = answers.filter(source__isnull=False).values(*COLUMNS).iterator(2000)
    portion = []
    for values in made:
        portion.append(claims.model(**values))
        if len(portion) == 2000:
            claims.bulk_create(portion)
            portion = []
    claims.bulk_create(portion)
    answers.filter(source__isnull=True).update(kind="override")


class Migration(migrations.Migration):
    dependencies = [("links", "0014_answers_in_force")]
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
