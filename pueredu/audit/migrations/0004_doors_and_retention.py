from django.conf import settings
from django.db import migrations, models


def leave_to_the_owner(_apps, schema_editor):
    """What was purged is read by the application and written by the purge, which is the owner's."""
    role = schema_editor.quote_name(settings.DATABASE_ROLE)
    schema_editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON audit_purgedsegment FROM {role}")


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_application_role'),
    ]

    operations = [
        migrations.CreateModel(
            name='PurgedSegment',
            fields=[
                ('last_seq', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='末序号')),
                ('hash', models.CharField(max_length=64, verbose_name='末校验值')),
                ('entry_count', models.BigIntegerField(verbose_name='记录数')),
                ('until', models.DateField(verbose_name='早于')),
                ('purged_at', models.DateTimeField(verbose_name='清理时间')),
            ],
            options={
                'verbose_name': '审计清理段',
                'verbose_name_plural': '审计清理段',
                'ordering': ['-last_seq'],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minute_at', models.DateTimeField(verbose_name='分钟')),
                ('who', models.CharField(max_length=60, verbose_name='操作人或地址')),
                ('verb', models.CharField(max_length=80, verbose_name='操作')),
                ('object_type', models.CharField(max_length=60, verbose_name='对象类型')),
                ('object_id', models.CharField(max_length=40, verbose_name='对象编号')),
                ('result', models.CharField(choices=[('done', '已办'), ('denied', '被拒绝'), ('failed', '未成功')], max_length=10, verbose_name='结果')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='次数')),
                ('entry_id', models.BigIntegerField(verbose_name='首次记录编号')),
            ],
            options={
                'verbose_name': '审计计数',
                'verbose_name_plural': '审计计数',
            },
        ),
        migrations.RunPython(leave_to_the_owner, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name='entry',
            options={'ordering': ['-at', '-id'], 'verbose_name': '审计记录', 'verbose_name_plural': '审计记录'},
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['actor', '-at'], name='audit_entry_name'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['verb', '-at'], name='audit_entry_verb'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['county_id', '-at'], name='audit_entry_county'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('result', 'done'), _negated=True), fields=['result', '-at'], name='audit_entry_result'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('request_id', ''), _negated=True), fields=['request_id'], name='audit_entry_request'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['object_label'], name='audit_entry_label', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('minute_at', 'who', 'verb', 'object_type', 'object_id', 'result'), name='tally_once_a_minute', violation_error_message='同一分钟内的相同尝试只记一行。'),
        ),
    ]
