"""The only room that knows both apps: settings, addresses, the WSGI entry. Nobody imports it."""
