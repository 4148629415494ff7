from django.db import models


class Allowance(models.Model):
    """What someone has left of what they may do often: see `workspace.http.throttle`."""

    key = models.CharField(max_length=120, primary_key=True)
    # A moment in seconds; what lies before now is as if it were not there.
    spent_until = models.FloatField(db_index=True)

    def __str__(self):
        return self.key
