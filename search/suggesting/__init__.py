"""Words and names that a reader may mean: looked up by characters, by pinyin, by initials, or nearly."""
