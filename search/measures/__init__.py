"""What a monitor asks: how the archive, its queue, its index and its machine are at this moment."""
