"""What each page of the dashboard shows: one file a page, a frozen dataclass and the function that gathers it."""
