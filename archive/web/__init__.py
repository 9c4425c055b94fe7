"""What every request passes on its way in and out: who asks, how often, what is told of it."""
