import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Staged rows are a cache of their file: the old table goes, a job waiting is read again."""

    dependencies = [
        ('units', '0002_unit_kinds'),
        ('workbooks', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(name='StagedRow'),
        migrations.CreateModel(
            name='StagedRow',
            fields=[
                ('pk', models.CompositePrimaryKey('job_id', 'row_no', blank=True, editable=False, primary_key=True, serialize=False, verbose_name='主键')),
                ('row_no', models.PositiveIntegerField(verbose_name='行号')),
                ('cells', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(null=True), size=None, verbose_name='内容')),
                ('misread', models.JSONField(null=True, verbose_name='无法读取')),
                ('fault', models.JSONField(null=True, verbose_name='错误')),
                ('is_hidden', models.BooleanField(verbose_name='隐藏行')),
                ('job', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='workbooks.importjob', verbose_name='导入任务')),
            ],
            options={
                'verbose_name': '待导入行',
                'verbose_name_plural': '待导入行',
                'ordering': ['job', 'row_no'],
            },
        ),
        migrations.RunSQL(
            'ALTER TABLE workbooks_stagedrow SET UNLOGGED',
            'ALTER TABLE workbooks_stagedrow SET LOGGED',
        ),
        migrations.CreateModel(
            name='ImportedRecord',
            fields=[
                ('pk', models.CompositePrimaryKey('job_id', 'record_id', blank=True, editable=False, primary_key=True, serialize=False, verbose_name='主键')),
                ('record_id', models.BigIntegerField(verbose_name='记录编号')),
                ('before', models.JSONField(null=True, verbose_name='导入前内容')),
                ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='records', to='workbooks.importjob', verbose_name='导入任务')),
            ],
            options={
                'verbose_name': '导入的记录',
                'verbose_name_plural': '导入的记录',
                'ordering': ['job', 'record_id'],
            },
        ),
        migrations.AddField(
            model_name='importjob',
            name='digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='读取指纹'),
        ),
        migrations.AddField(
            model_name='importjob',
            name='reading',
            field=models.JSONField(blank=True, default=dict, verbose_name='读取情况'),
        ),
        migrations.AddField(
            model_name='importjob',
            name='suggestions',
            field=models.JSONField(blank=True, default=list, verbose_name='更正建议'),
        ),
        migrations.AddField(
            model_name='importjob',
            name='corrections',
            field=models.JSONField(blank=True, default=dict, verbose_name='所选更正'),
        ),
        migrations.AlterField(
            model_name='importjob',
            name='state',
            field=models.CharField(choices=[('uploaded', '已上传'), ('checked', '已检查'), ('applied', '已导入'), ('failed', '未通过'), ('cancelled', '已取消'), ('undone', '已撤销')], default='uploaded', max_length=12, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='importjob',
            name='county',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='县(区)'),
        ),
        migrations.AlterField(
            model_name='importjob',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='单位'),
        ),
        migrations.AddIndex(
            model_name='importjob',
            index=models.Index(fields=['digest'], name='import_job_same_reading'),
        ),
    ]
