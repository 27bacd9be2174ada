"""The dashboard: pages of `views.pages` as HTML and JSON, served to this machine alone unless bound on purpose."""
