"""Keys and years that an admin page is asked for: what nothing can be called is not looked up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME as CHOSEN
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.admin.asked import key_of


class LookupAdmin(admin.ModelAdmin):
    """The base of all admins: no number in an address is too much for the database or calendar."""

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """As Django does with words where numbers should be, the list comes without filters: `?e=1`.

        `?page=9999999999999999999` and `?date__year=9999` it finds out too late to say so itself.
        """
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError, DataError) as error:
            raise IncorrectLookupParameters(error) from error

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Of the rows that are named as chosen, those that there can be."""
        given = request.POST.copy()
        given.setlist(CHOSEN, [key for key in given.getlist(CHOSEN) if key_of(key)])
        request.POST = given  # type: ignore[assignment]
        return super().response_action(request, queryset)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """`?place=12` fills in the form; what is no key of anything leaves it empty."""
        given = super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if self._is_fit(name, value)}

    def _is_fit(self, name: str, value: Any) -> bool:
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return True
        keys = value if isinstance(value, list) else [value]
        return not field.is_relation or all(map(key_of, keys))
