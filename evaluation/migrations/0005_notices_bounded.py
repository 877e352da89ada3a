from django.db import migrations, models


def fill_mailboxes(apps, schema_editor):
    """Of two addresses of one mailbox the one that confirmed stays, else the earlier."""
    subscriptions = apps.get_model("evaluation", "Subscription").objects
    seen = set()
    for held in sorted(subscriptions.all(), key=lambda one: (one.confirmed_at is None, one.pk)):
        name, _at, domain = held.email.lower().rpartition("@")
        mailbox = f"{name.partition('+')[0] or name}@{domain}"
        if (held.evaluation_id, mailbox) in seen:
            held.delete()
            continue
        seen.add((held.evaluation_id, mailbox))
        held.mailbox = mailbox
        held.save(update_fields=["mailbox"])


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0004_adjustments")]

    operations = [
        migrations.CreateModel(
            name="NoticeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asker", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["asker", "at"], name="asked_lately")]},
        ),
        migrations.RemoveConstraint("subscription", "subscription_once"),
        migrations.AddField("subscription", "mailbox", models.EmailField(default="", db_index=True, max_length=254)),
        migrations.RunPython(fill_mailboxes, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("subscription", "mailbox", models.EmailField(db_index=True, max_length=254)),
        migrations.AddConstraint(
            "subscription", models.UniqueConstraint(fields=["evaluation", "mailbox"], name="subscription_once")
        ),
    ]
