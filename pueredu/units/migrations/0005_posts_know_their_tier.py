from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0004_posts_in_full'),
    ]

    operations = [
        migrations.RunSQL(
            """
            UPDATE units_membership AS post
            SET tier = CASE
                WHEN unit.kind IN ('central_school', 'school', 'village_school', 'teaching_point')
                    THEN 'school'
                WHEN area.kind = 'city' THEN 'city'
                ELSE 'county'
            END
            FROM units_unit AS unit JOIN units_unit AS area ON area.id = unit.area_id
            WHERE unit.id = post.unit_id
            """,
            migrations.RunSQL.noop,
        ),
    ]
