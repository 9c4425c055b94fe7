"""The web server: how gunicorn serves the site, and how `serve` keeps all processes going."""

from search.serving.warmth import warm

__all__ = ["warm"]
