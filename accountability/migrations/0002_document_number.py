
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accountability', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='document_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='文号'),
        ),
    ]
