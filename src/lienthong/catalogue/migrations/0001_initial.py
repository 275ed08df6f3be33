import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Field',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('sector', models.CharField(blank=True, choices=[('justice', 'JUSTICE'), ('construction', 'CONSTRUCTION'), ('environment', 'ENVIRONMENT'), ('home_affairs', 'HOME_AFFAIRS'), ('finance', 'FINANCE'), ('health', 'HEALTH'), ('education', 'EDUCATION'), ('trade', 'TRADE'), ('culture', 'CULTURE'), ('science', 'SCIENCE'), ('ethnic_affairs', 'ETHNIC_AFFAIRS'), ('foreign_affairs', 'FOREIGN_AFFAIRS'), ('public_security', 'PUBLIC_SECURITY'), ('defence', 'DEFENCE'), ('inspection', 'INSPECTION'), ('banking', 'BANKING'), ('government_office', 'GOVERNMENT_OFFICE')], max_length=30)),
                ('ministry_system', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='LintBound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('value', models.PositiveIntegerField()),
                ('source', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='DataSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(choices=[('planned', 'PLANNED'), ('connected', 'CONNECTED')], max_length=20)),
                ('connected_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('status', 'planned'), models.Q(('connected_on__isnull', False), ('status', 'connected')), _connector='OR'), name='source_connected_on')],
            },
        ),
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=600)),
                ('name_en', models.CharField(blank=True, max_length=600)),
                ('official_name', models.CharField(blank=True, max_length=2000)),
                ('folded', models.CharField(max_length=3000)),
                ('levels', models.CharField(max_length=60)),
                ('checked', models.BooleanField(default=False)),
                ('raw', models.JSONField(default=dict)),
                ('authority_change', models.CharField(blank=True, choices=[('devolved', 'DEVOLVED'), ('delegated', 'DELEGATED'), ('from_district', 'FROM_DISTRICT'), ('abolished', 'ABOLISHED')], max_length=20)),
                ('legal_question', models.CharField(blank=True, max_length=400)),
                ('answered_by', models.CharField(blank=True, max_length=200)),
                ('continued_by', models.CharField(blank=True, max_length=20)),
                ('source', models.CharField(max_length=300)),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='procedures', to='catalogue.field')),
            ],
            options={
                'indexes': [models.Index(fields=['checked', 'code'], name='procedure_checked')],
            },
        ),
        migrations.CreateModel(
            name='LocalAdjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('province_code', models.CharField(max_length=10)),
                ('online_level', models.CharField(blank=True, max_length=10)),
                ('online_reason', models.CharField(blank=True, max_length=300)),
                ('territorial', models.BooleanField(null=True)),
                ('routing', models.CharField(blank=True, max_length=10)),
                ('routed_to', models.CharField(blank=True, max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('source', models.CharField(max_length=300)),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='catalogue.procedure')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('procedure', 'province_code', 'valid_from'), name='adjustment_from'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='adjustment_validity')],
            },
        ),
        migrations.CreateModel(
            name='Competence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('province_code', models.CharField(max_length=10)),
                ('unit_code', models.CharField(blank=True, max_length=10)),
                ('place', models.CharField(max_length=30)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('source', models.CharField(max_length=300)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='competences', to='organisations.agency')),
                ('field', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='competences', to='catalogue.field')),
                ('procedure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='competences', to='catalogue.procedure')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('procedure', None), ('field', None), _connector='XOR'), name='competence_of_one'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='competence_validity')],
            },
        ),
        migrations.CreateModel(
            name='ProcedureVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('draft', 'DRAFT'), ('tried', 'TRIED'), ('published', 'PUBLISHED'), ('rolled_back', 'ROLLED_BACK')], max_length=20)),
                ('name', models.CharField(max_length=600)),
                ('name_en', models.CharField(blank=True, max_length=600)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('trial', models.JSONField(default=dict)),
                ('decision', models.CharField(blank=True, max_length=200)),
                ('decided_on', models.DateField(null=True)),
                ('announced_on', models.DateField(null=True)),
                ('published_on', models.DateField(null=True)),
                ('valid_from', models.DateField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('tried_at', models.DateTimeField(null=True)),
                ('tried_by', models.CharField(blank=True, max_length=60)),
                ('published_by', models.CharField(blank=True, max_length=60)),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.procedure')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('procedure', 'number'), name='version_number'), models.UniqueConstraint(condition=models.Q(('status', 'published'), ('valid_until', None)), fields=('procedure',), name='version_one_current'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('published_on__isnull', False), ('valid_from__isnull', False)), _connector='OR'), name='version_published_dates'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='version_validity')],
            },
        ),
    ]
