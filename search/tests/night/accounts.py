"""The accounts of the crowd, run inside the site: `… site search.tests.night.accounts COUNT`."""

from __future__ import annotations

import os
import sys

from django.contrib.auth.models import User


def main(count: int) -> None:
    for number in range(count):
        user, _ = User.objects.get_or_create(username=f"night-{number}")
        user.is_staff = user.is_superuser = True
        user.set_password(os.environ["NIGHT_PASSWORD"])
        user.save()


if __name__ == "__main__":
    main(int(sys.argv[1]))
