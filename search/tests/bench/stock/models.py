"""The model that the stock index is over; it has no table, as its articles are generated."""

from django.db import models


class Article(models.Model):
    text = models.TextField()
    city = models.JSONField()
    official = models.JSONField()
    industry = models.JSONField()
    month = models.CharField(max_length=7)
    day = models.DateField()

    class Meta:
        app_label = "stock"
        managed = False

    def __str__(self) -> str:
        return str(self.pk)
