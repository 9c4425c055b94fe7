"""The one place that reads the archive for its pages; only published articles are ever told of."""

from archive.selectors.articles import (
    article_copies,
    article_get,
    article_moved,
    article_neighbours,
    article_places,
    article_rows,
    articles_recent,
)
from archive.selectors.calendar import (
    calendar_dates,
    calendar_gaps,
    calendar_year,
    calendar_years,
)
from archive.selectors.citation import authors, citation
from archive.selectors.counting import (
    Scope,
    scope_of,
)
from archive.selectors.evidence import spans
from archive.selectors.figures import (
    FigureFilter,
    newest_figures,
)
from archive.selectors.heat import (
    Heat,
    heat,
)
from archive.selectors.industries import (
    industries_by,
    industry_find,
    industry_get,
    industry_tallies,
    voices_on,
)
from archive.selectors.months import (
    Timeline,
    timeline,
)
from archive.selectors.officials import (
    official_find,
    official_formerly,
    official_get,
    official_moved,
    official_places,
    officials_by,
    officials_ranked,
)
from archive.selectors.places import (
    city_tallies,
    place_find,
    place_get,
    places_around,
    province_rows,
)
from archive.selectors.posts import (
    official_timeline,
    posts_of,
)
from archive.selectors.press import (
    Paper,
    issue_articles,
    issue_get,
    issue_neighbours,
    newspaper_find,
    newspaper_get,
    newspaper_issues,
    newspaper_rows,
    newspapers_by,
    page_get,
    page_rows,
    recent_issues,
)
from archive.selectors.quotes import (
    Quote,
    quote,
)
from archive.selectors.survey import Survey
from archive.selectors.tally import Tally

__all__ = [
    "FigureFilter",
    "Heat",
    "Paper",
    "Quote",
    "Scope",
    "Survey",
    "Tally",
    "Timeline",
    "article_copies",
    "article_get",
    "article_moved",
    "article_neighbours",
    "article_places",
    "article_rows",
    "articles_recent",
    "authors",
    "calendar_dates",
    "calendar_gaps",
    "calendar_year",
    "calendar_years",
    "citation",
    "city_tallies",
    "heat",
    "industries_by",
    "industry_find",
    "industry_get",
    "industry_tallies",
    "issue_articles",
    "issue_get",
    "issue_neighbours",
    "newest_figures",
    "newspaper_find",
    "newspaper_get",
    "newspaper_issues",
    "newspaper_rows",
    "newspapers_by",
    "official_find",
    "official_formerly",
    "official_get",
    "official_moved",
    "official_places",
    "official_timeline",
    "officials_by",
    "officials_ranked",
    "page_get",
    "page_rows",
    "place_find",
    "place_get",
    "places_around",
    "posts_of",
    "province_rows",
    "quote",
    "recent_issues",
    "scope_of",
    "spans",
    "timeline",
    "voices_on",
]
