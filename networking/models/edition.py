"""A number that rises with every change of what many pages show: kept pages compare it."""

from django.db import models


class Edition(models.Model):
    """`number` of everything that `name` stands for; "network" is projects, topics, organisations and calls."""

    name = models.CharField(max_length=20, primary_key=True)
    number = models.PositiveBigIntegerField(default=1)

    NETWORK = "network"

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
