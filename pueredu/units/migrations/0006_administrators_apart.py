import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.expressions
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0005_posts_know_their_tier'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', django.db.models.expressions.CombinedExpression(models.F('since'), '-', models.Value(datetime.timedelta(days=1)))), _connector='OR'), name='membership_dates_in_order', violation_error_message='任职止不能早于任职起。'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('user', 'unit', 'role', 'kind'), name='membership_held_once', violation_error_message='此人已在该单位担任同一角色。'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['audit_admin', 'city_department', 'city_leader', 'city_staff', 'city_training', 'inspector', 'secretariat', 'security_admin', 'system_admin']), ('tier', 'city')), models.Q(('role__in', ['county_account_manager', 'county_bureau', 'county_department', 'county_government', 'county_leader', 'county_party_office', 'inspector']), ('tier', 'county')), models.Q(('role__in', ['central_school_officer', 'school_head', 'school_officer', 'teacher']), ('tier', 'school')), _connector='OR'), name='membership_role_fits_place', violation_error_message='这个角色不能设在这个单位：市级、县(区)级的角色设在本级机关，学校的角色设在学校。'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('kind', ''), ('role', 'school_head'), _connector='OR'), name='membership_kind_is_of_heads', violation_error_message='只有学校负责人才区分书记和校(园)长。'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('standing_deputy', None), models.Q(models.Q(('standing_deputy', models.F('user')), _negated=True), models.Q(('role__in', ['audit_admin', 'security_admin', 'system_admin']), _negated=True)), _connector='OR'), name='membership_deputy_is_another', violation_error_message='AB角应是同单位的另一位同志；三员不设AB角。'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('user'), models.F('user'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('since'), models.Func(models.F('until'), output_field=models.DateField(), template='(%(expressions)s + 1)'), models.Value('[)'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&'), (models.Case(models.When(role__in=['audit_admin', 'security_admin', 'system_admin'], then=models.Func(models.Value(None), models.Value(None), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField())), default=models.Func(django.db.models.functions.comparison.Coalesce(models.F('id'), 0), django.db.models.functions.comparison.Coalesce(models.F('id'), 0), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&')], name='membership_admins_apart', violation_error_message='系统管理员、安全管理员、审计管理员互相排斥，也不能兼任其他职务：同一时期只能担任其中一项，请先结束原任职。'),
        ),
    ]
