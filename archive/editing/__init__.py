"""What editors do to what was found: corrections that last, articles cut and joined anew."""
