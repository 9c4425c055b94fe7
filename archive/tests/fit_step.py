"""One step of fitting: weights moved just so far that what is right wins by its margin."""

from __future__ import annotations


class Averaged:
    """A passive-aggressive perceptron; its result is the mean of the weights after every step."""

    def __init__(self, weights: dict[str, float], most: float) -> None:
        self.weights, self.most = weights, most
        self.total: dict[str, float] = {}
        self.steps = 1

    def step(self, difference: dict[str, float], margin: float) -> None:
        """`difference`: the evidence of the right reading less that of the one that won."""
        self.steps += 1
        size = sum(value * value for value in difference.values())
        ahead = sum(self.weights.get(name, 0.0) * value for name, value in difference.items())
        by = min(self.most, max(0.0, margin - ahead) / (size + 1e-6))
        for name, value in difference.items():
            self.weights[name] = self.weights.get(name, 0.0) + by * value
            self.total[name] = self.total.get(name, 0.0) + self.steps * by * value

    def averaged(self) -> dict[str, float]:
        return {n: v - self.total.get(n, 0.0) / self.steps for n, v in self.weights.items()}
