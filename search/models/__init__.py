"""What the search stores: the outbox of the index, and the desk of signed-in readers."""

from search.models.desk import Collection, CollectionArticle, Frequency, SavedSearch
from search.models.digests import DeliveredSearch, Delivery, Publication
from search.models.outbox import Mark, Outbox

__all__ = [
    "Collection",
    "CollectionArticle",
    "DeliveredSearch",
    "Delivery",
    "Frequency",
    "Mark",
    "Outbox",
    "Publication",
    "SavedSearch",
]
