"""What articles speak of, for the API: places, officials, industries, newspapers, issues."""
