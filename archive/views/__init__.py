"""The public pages: thin functions that ask the selectors and fill a template; none writes."""
