import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=60)),
                ('reason', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='WorkCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('source', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('short_name', models.CharField(blank=True, max_length=120)),
                ('folded', models.CharField(max_length=240)),
                ('kind', models.CharField(choices=[('ministry', 'MINISTRY'), ('province_committee', 'PROVINCE_COMMITTEE'), ('province_centre', 'PROVINCE_CENTRE'), ('department', 'DEPARTMENT'), ('land_office', 'LAND_OFFICE'), ('social_insurance', 'SOCIAL_INSURANCE'), ('tax', 'TAX'), ('province_police', 'PROVINCE_POLICE'), ('commune_committee', 'COMMUNE_COMMITTEE'), ('commune_centre', 'COMMUNE_CENTRE'), ('commune_police', 'COMMUNE_POLICE'), ('office', 'OFFICE'), ('party_committee', 'PARTY_COMMITTEE')], max_length=30)),
                ('sector', models.CharField(blank=True, choices=[('justice', 'JUSTICE'), ('construction', 'CONSTRUCTION'), ('environment', 'ENVIRONMENT'), ('home_affairs', 'HOME_AFFAIRS'), ('finance', 'FINANCE'), ('health', 'HEALTH'), ('education', 'EDUCATION'), ('trade', 'TRADE'), ('culture', 'CULTURE'), ('science', 'SCIENCE'), ('ethnic_affairs', 'ETHNIC_AFFAIRS'), ('foreign_affairs', 'FOREIGN_AFFAIRS'), ('public_security', 'PUBLIC_SECURITY'), ('defence', 'DEFENCE'), ('inspection', 'INSPECTION'), ('banking', 'BANKING'), ('government_office', 'GOVERNMENT_OFFICE')], max_length=30)),
                ('level', models.CharField(choices=[('ministry', 'MINISTRY'), ('province', 'PROVINCE'), ('commune', 'COMMUNE')], max_length=20)),
                ('unit_code', models.CharField(blank=True, db_index=True, max_length=10)),
                ('province_code', models.CharField(blank=True, db_index=True, max_length=10)),
                ('reference', models.CharField(max_length=60, null=True, unique=True)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('address', models.CharField(blank=True, max_length=240)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.agency')),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='organisations.agency')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='organisations.workcalendar')),
            ],
            options={
                'indexes': [models.Index(fields=['unit_code', 'kind'], name='agency_unit_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='agency_validity')],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160)),
                ('name_en', models.CharField(blank=True, max_length=160)),
                ('is_head', models.BooleanField(default=False)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='organisations.agency')),
            ],
        ),
        migrations.CreateModel(
            name='Predecessor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_code', models.CharField(blank=True, db_index=True, max_length=10)),
                ('old_name', models.CharField(max_length=120)),
                ('old_district_code', models.CharField(db_index=True, max_length=10)),
                ('old_district', models.CharField(max_length=120)),
                ('old_province_code', models.CharField(db_index=True, max_length=10)),
                ('old_province', models.CharField(max_length=120)),
                ('folded', models.CharField(max_length=400)),
                ('code', models.CharField(db_index=True, max_length=10)),
                ('province_code', models.CharField(max_length=10)),
                ('share', models.CharField(choices=[('whole', 'WHOLE'), ('main part', 'MAIN'), ('part', 'PART')], max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old_code', 'old_district_code', 'code'), name='predecessor_once')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10)),
                ('kind', models.CharField(choices=[('province', 'PROVINCE'), ('city', 'CITY'), ('commune', 'COMMUNE'), ('ward', 'WARD'), ('special_zone', 'SPECIAL_ZONE')], max_length=20)),
                ('name', models.CharField(max_length=120)),
                ('full_name', models.CharField(max_length=160)),
                ('name_en', models.CharField(max_length=120)),
                ('full_name_en', models.CharField(max_length=160)),
                ('parent_code', models.CharField(blank=True, max_length=10)),
                ('folded', models.CharField(max_length=240)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['parent_code', 'code'], name='unit_parent')],
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='unit_from'), models.UniqueConstraint(condition=models.Q(('valid_until', None)), fields=('code',), name='unit_one_current'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='unit_validity')],
            },
        ),
        migrations.CreateModel(
            name='UnknownCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('first_seen_at', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField()),
                ('times', models.PositiveIntegerField(default=1)),
                ('where', models.CharField(max_length=200)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', '')), models.Q(('settled_at__isnull', False), models.Q(('settled_by', ''), _negated=True)), _connector='OR'), name='unknown_code_settled_pair')],
            },
        ),
        migrations.CreateModel(
            name='WorkWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('windows', models.JSONField()),
                ('source', models.CharField(max_length=300)),
                ('edition_from', models.PositiveIntegerField(default=1)),
                ('edition_until', models.PositiveIntegerField(null=True)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weeks', to='organisations.workcalendar')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('calendar', 'valid_from', 'edition_from'), name='work_week_from'), models.UniqueConstraint(condition=models.Q(('edition_until', None)), fields=('calendar', 'valid_from'), name='work_week_one_current'), models.CheckConstraint(condition=models.Q(('edition_until', None), ('edition_until__gt', models.F('edition_from')), _connector='OR'), name='work_week_editions')],
            },
        ),
        migrations.CreateModel(
            name='AgencyCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=40)),
                ('source', models.CharField(max_length=300)),
                ('confirmed', models.BooleanField(default=True)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='organisations.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='agency_code_from'), models.UniqueConstraint(condition=models.Q(('valid_until', None)), fields=('agency',), name='agency_code_one'), models.UniqueConstraint(condition=models.Q(('valid_until', None)), fields=('code',), name='agency_code_holder'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='agency_code_validity')],
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('valid_until', models.DateField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='organisations.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'valid_until'), name='former_name_until')],
            },
        ),
        migrations.CreateModel(
            name='ReadinessItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('process', 'PROCESS'), ('signature', 'SIGNATURE'), ('seal', 'SEAL'), ('account', 'ACCOUNT')], max_length=40)),
                ('ready', models.BooleanField(default=False)),
                ('valid_until', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=60)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readiness', to='organisations.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'item'), name='readiness_item_once')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('kind', models.CharField(choices=[('holiday', 'HOLIDAY'), ('closed', 'CLOSED'), ('opened', 'OPENED')], max_length=20)),
                ('name', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('windows', models.JSONField(null=True)),
                ('source', models.CharField(max_length=300)),
                ('confirmed', models.BooleanField(default=True)),
                ('edition_from', models.PositiveIntegerField(default=1)),
                ('edition_until', models.PositiveIntegerField(null=True)),
                ('calendar', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='days', to='organisations.workcalendar')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('calendar', None), ('edition_until', None)), fields=('on',), name='calendar_day_once_country'), models.UniqueConstraint(condition=models.Q(('calendar__isnull', False), ('edition_until', None)), fields=('on', 'calendar'), name='calendar_day_once_own'), models.CheckConstraint(condition=models.Q(('edition_until', None), ('edition_until__gt', models.F('edition_from')), _connector='OR'), name='calendar_day_editions')],
            },
        ),
        migrations.CreateModel(
            name='CalendarAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition_from', models.PositiveIntegerField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_assignments', to='organisations.agency')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisations.workcalendar')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'edition_from'), name='calendar_assignment_once')],
            },
        ),
    ]
