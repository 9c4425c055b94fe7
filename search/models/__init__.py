"""What the search stores: the outbox of the index, and the desk of signed-in readers."""

from search.models.desk import Collection, CollectionArticle, Frequency, SavedSearch
from search.models.digests import DeliveredSearch, Delivery, Publication
from search.models.outbox import Mark, Outbox
from search.models.resets import ResetTry

__all__ = [
    "Collection",
    "CollectionArticle",
    "DeliveredSearch",
    "Delivery",
    "Frequency",
    "Mark",
    "Outbox",
    "Publication",
    "ResetTry",
    "SavedSearch",
]
