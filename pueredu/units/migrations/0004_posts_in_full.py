import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0003_search_by_bigrams'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_dates_in_order',
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_held_once',
        ),
        migrations.AddField(
            model_name='membership',
            name='is_acting',
            field=models.BooleanField(default=False, verbose_name='主持工作或代理'),
        ),
        migrations.AddField(
            model_name='membership',
            name='kind',
            field=models.CharField(blank=True, choices=[('party_secretary', '党组织书记'), ('principal', '校(园)长')], max_length=20, verbose_name='书记或校(园)长'),
        ),
        migrations.AddField(
            model_name='membership',
            name='standing_deputy',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='AB角'),
        ),
        migrations.AddField(
            model_name='membership',
            name='tier',
            field=models.CharField(choices=[('city', '市级'), ('county', '县(区)级'), ('school', '学校')], default='', editable=False, max_length=10, verbose_name='层级'),
            preserve_default=False,
        ),
    ]
