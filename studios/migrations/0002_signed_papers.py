
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0002_search_by_bigrams'),
        ('studios', '0001_studios'),
    ]

    operations = [
        migrations.AddField(
            model_name='studio',
            name='papers',
            field=models.ManyToManyField(blank=True, editable=False, related_name='+', to='files.attachment', verbose_name='签批件'),
        ),
    ]
