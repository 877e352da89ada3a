from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('national_reports', '0007_share_the_bytes_of_a_content'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='attachment',
            name='file',
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('content__isnull', False), models.Q(('handed_in', False), ('removed_at__isnull', False)), _connector='OR'), name='attachment_has_its_bytes'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('report', 'sha256'), name='a_file_once_in_a_report'),
        ),
    ]
