"""Each content once: the attachments that hold it refer to it, and those that a submission names say so."""

from django.db import migrations


def share(apps, schema_editor):
    attachments = apps.get_model('national_reports', 'Attachment')
    contents = apps.get_model('national_reports', 'StoredFile')
    submissions = apps.get_model('national_reports', 'Submission')
    held = {}
    for one in attachments.objects.order_by('pk').iterator():
        if one.sha256 not in held:
            held[one.sha256] = contents.objects.create(
                sha256=one.sha256, file=one.file.name, size=one.size, content_type=one.content_type
            )
        attachments.objects.filter(pk=one.pk).update(content=held[one.sha256])
    for report, document in submissions.objects.values_list('report', 'document').iterator():
        named = [one['sha256'] for one in document.get('attachments', ())]
        attachments.objects.filter(report=report, sha256__in=named).update(handed_in=True)


class Migration(migrations.Migration):

    dependencies = [
        ('national_reports', '0006_bytes_are_stored_once'),
    ]

    operations = [
        migrations.RunPython(share, migrations.RunPython.noop),
    ]
