"""The tables of insights: tallies, replies to misses, views, choices, packs, celebrations."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_fewer_indexes'),
        ('feedback', '0007_improvements'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Counting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=20, unique=True)),
                ('first', models.DateField(null=True)),
                ('through', models.DateField(null=True)),
                ('event', models.BigIntegerField(default=0)),
                ('counted_at', models.DateTimeField(null=True)),
                ('reconciled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Celebration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed_at', models.DateTimeField()),
                ('evidence', models.JSONField(default=dict)),
                ('improvement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='celebration', to='feedback.improvement')),
            ],
        ),
        migrations.CreateModel(
            name='IndexWeights',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weights', models.JSONField(default=dict)),
                ('on', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StaleDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('family', 'day'), name='stale_once')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=20)),
                ('grain', models.CharField(choices=[('day', 'Day'), ('month', 'Month')], max_length=5)),
                ('by', models.CharField(blank=True, max_length=12)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('start', models.DateField()),
                ('counts', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('family', 'grain', 'by', 'start', 'key'), name='one_tally_a_day_and_key')],
            },
        ),
        migrations.CreateModel(
            name='DigestChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('daily', models.BooleanField(default=True, verbose_name='every working day')),
                ('weekly', models.BooleanField(default=True, verbose_name='every week')),
                ('monthly', models.BooleanField(default=True, verbose_name='every month')),
                ('minute', models.PositiveSmallIntegerField(default=450, verbose_name='at')),
                ('changed_at', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='digest_choice', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('minute__lt', 1440)), name='digest_within_the_day')],
            },
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('month', 'Month'), ('quarter', 'Quarter'), ('year', 'Year')], max_length=8)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('edition', models.PositiveSmallIntegerField(default=1)),
                ('as_of', models.DateTimeField()),
                ('content', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'first_day', 'edition'), name='one_pack_an_edition'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='pack_covers_days')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(default=0, editable=False)),
                ('mac', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('state', models.CharField(choices=[('said', 'Answered'), ('asked', 'Asked to be set aside'), ('set_aside', 'Set aside'), ('stands', 'Stands')], default='said', max_length=10)),
                ('at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies_to_decide', to=settings.AUTH_USER_MODEL)),
                ('miss', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='accounts.miss')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to=settings.AUTH_USER_MODEL)),
                ('reason', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.text')),
                ('words', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.text')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state__in', ('said', 'asked'))), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ('set_aside', 'stands'))), _connector='OR'), name='reply_decided_by_someone'), models.CheckConstraint(condition=models.Q(('state', 'said'), ('decider__isnull', False), _connector='OR'), name='reply_has_somebody_to_decide'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('person')), _negated=True), _connector='OR'), name='nobody_decides_their_own_reply')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('page', models.CharField(max_length=40)),
                ('query', models.CharField(blank=True, max_length=1000)),
                ('shared', models.BooleanField(default=False, verbose_name='shared with everybody')),
                ('made_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'page', 'name'), name='one_view_a_name')],
            },
        ),
    ]
