
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('loop', '0004_a_deputy_for_one_matter'),
        ('units', '0003_search_by_bigrams'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='document_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='发文字号'),
        ),
        migrations.AddField(
            model_name='matter',
            name='signed_on',
            field=models.DateField(blank=True, null=True, verbose_name='签发日期'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signatory', ''), _negated=True), models.Q(('document_number', ''), ('signed_on', None)), _connector='OR'), name='matter_signed_whole', violation_error_message='填写签批日期或文号的，须同时填写签批人（职务）。'),
        ),
    ]
