from django.db import models


class File(models.Model):
    """A file, stored once under the hash of its content, outside the database. The file is written
    first and the row after it: a row without its file is an alarm, a file without a row is swept.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="papers_file_not_empty")
        ]

    def __str__(self) -> str:
        return self.sha256
