import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        ('papers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=240)),
                ('name_en', models.CharField(blank=True, max_length=240)),
                ('programme', models.CharField(blank=True, max_length=40)),
                ('rhythm', models.CharField(choices=[('daily', 'DAILY'), ('weekly', 'WEEKLY'), ('monthly', 'MONTHLY'), ('quarterly', 'QUARTERLY'), ('yearly', 'YEARLY'), ('once', 'ONCE')], max_length=12)),
                ('content', models.JSONField()),
                ('automatic_since', models.DateTimeField(null=True)),
                ('source', models.CharField(max_length=300)),
                ('confirmed', models.BooleanField(default=False)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'edition'), name='form_edition'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='form_validity'), models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('code',), name='form_one_draft')],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=240)),
                ('name_en', models.CharField(blank=True, max_length=240)),
                ('definition', models.TextField(blank=True)),
                ('scope', models.TextField(blank=True)),
                ('measure', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('count', 'COUNT'), ('amount', 'AMOUNT'), ('percent', 'PERCENT'), ('yes_no', 'YES_NO'), ('text', 'TEXT')], max_length=12)),
                ('flow', models.CharField(choices=[('discrete', 'DISCRETE'), ('cumulative', 'CUMULATIVE'), ('derived', 'DERIVED')], max_length=12)),
                ('rollup', models.CharField(choices=[('sum', 'SUM'), ('formula', 'FORMULA'), ('none', 'NONE')], max_length=12)),
                ('formula', models.CharField(blank=True, max_length=300)),
                ('measured', models.CharField(blank=True, max_length=60)),
                ('rising', models.BooleanField(null=True)),
                ('threshold', models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                ('threshold_source', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(max_length=300)),
                ('confirmed', models.BooleanField(default=False)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='indicator_from'), models.UniqueConstraint(condition=models.Q(('valid_until', None)), fields=('code',), name='indicator_one_current'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='indicator_validity'), models.CheckConstraint(condition=models.Q(('threshold', None), models.Q(('threshold_source', ''), _negated=True), _connector='OR'), name='indicator_threshold_sourced')],
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('opens_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('marked_at', models.DateTimeField(null=True)),
                ('locked_at', models.DateTimeField(null=True)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='reports.form')),
            ],
            options={
                'indexes': [models.Index(fields=['due_at'], name='period_due')],
                'constraints': [models.UniqueConstraint(fields=('form', 'start'), name='period_once'), models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='period_days')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('ministry', 'MINISTRY'), ('province', 'PROVINCE'), ('commune', 'COMMUNE')], max_length=20)),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('owed', 'OWED'), ('draft', 'DRAFT'), ('submitted', 'SUBMITTED'), ('returned', 'RETURNED')], max_length=12)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('late', models.BooleanField(default=False)),
                ('unchanged', models.BooleanField(default=False)),
                ('findings_open', models.PositiveIntegerField(default=0)),
                ('draft', models.JSONField(null=True)),
                ('return_reason', models.TextField(blank=True)),
                ('reopened_until', models.DateTimeField(null=True)),
                ('above', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='reports.report')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.agency')),
                ('period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.period')),
            ],
            options={
                'indexes': [models.Index(fields=['period', 'state', 'agency'], name='report_missing'), models.Index(fields=['agency', 'due_at'], name='report_duties')],
                'constraints': [models.UniqueConstraint(fields=('period', 'agency'), name='report_once'), models.CheckConstraint(condition=models.Q(models.Q(('revision', 0), ('submitted_at', None)), models.Q(('submitted_at__isnull', False), ('revision__gt', 0)), _connector='OR'), name='report_submitted_pair')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('claim', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('sum', 'SUM'), ('share', 'SHARE'), ('count', 'COUNT'), ('equal', 'EQUAL'), ('at_most', 'AT_MOST'), ('sum_of_list', 'SUM_OF_LIST'), ('as_of', 'AS_OF'), ('coverage', 'COVERAGE'), ('period', 'PERIOD'), ('formula', 'FORMULA'), ('measured', 'MEASURED'), ('threshold', 'THRESHOLD')], max_length=12)),
                ('verdict', models.CharField(max_length=14)),
                ('expected', models.CharField(blank=True, max_length=60)),
                ('stated', models.CharField(blank=True, max_length=60)),
                ('explanation', models.TextField()),
                ('sentence', models.JSONField(default=dict)),
                ('suggestion', models.CharField(blank=True, max_length=80)),
                ('state', models.CharField(choices=[('open', 'OPEN'), ('corrected', 'CORRECTED'), ('explained', 'EXPLAINED'), ('dismissed', 'DISMISSED')], max_length=12)),
                ('note', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.CharField(blank=True, max_length=60)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.agency')),
                ('report', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='reports.report')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['owner', 'id'], name='finding_open')],
                'constraints': [models.UniqueConstraint(fields=('report', 'revision', 'claim'), name='finding_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'open')), models.Q(('settled_at__isnull', False), models.Q(('state', 'open'), _negated=True)), _connector='OR'), name='finding_settled_pair')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=60)),
                ('source', models.CharField(choices=[('typed', 'TYPED'), ('uploaded', 'UPLOADED'), ('unchanged', 'UNCHANGED'), ('measured', 'MEASURED'), ('consolidated', 'CONSOLIDATED'), ('packed', 'PACKED')], max_length=12)),
                ('values', models.JSONField()),
                ('notes', models.JSONField(default=dict)),
                ('as_of', models.DateField()),
                ('dates', models.JSONField(default=dict)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.file')),
                ('report', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='reports.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='revision_number')],
            },
        ),
        migrations.CreateModel(
            name='Value',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=60)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('number', models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                ('text', models.TextField(blank=True)),
                ('as_of', models.DateTimeField()),
                ('source', models.CharField(choices=[('typed', 'TYPED'), ('uploaded', 'UPLOADED'), ('unchanged', 'UNCHANGED'), ('measured', 'MEASURED'), ('consolidated', 'CONSOLIDATED'), ('packed', 'PACKED')], max_length=12)),
                ('origin', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.agency')),
                ('report', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.report')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'indicator', 'end'], name='value_of_agency')],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'agency', 'start', 'end'), name='value_once')],
            },
        ),
    ]
