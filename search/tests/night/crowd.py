"""The crowd: readers, editors and uploaders in the proportion that an archive sees."""

from __future__ import annotations

import threading
from dataclasses import replace

from search.tests.night.client import Client, World
from search.tests.night.editors import Editor
from search.tests.night.readers import Reader, Row
from search.tests.night.tally import Tally
from search.tests.night.uploaders import Uploader

EDITORS, UPLOADERS = 0.16, 0.12  # of all; the others read


class Crowd:
    def __init__(self, world: World, clients: int, articles: list[Row], first: int = 0) -> None:
        editors = max(1, round(clients * EDITORS))
        uploaders = max(1, round(clients * UPLOADERS))
        # Nobody else withdraws what an editor corrects; most articles are read by all.
        owned = articles[: len(articles) // 2]
        self.all: list[Client] = [
            Editor(world, first + one, f"night-{one}", owned[one::editors])
            for one in range(editors)
        ]
        numbers = range(editors, editors + uploaders)
        self.all += [Uploader(world, first + one, f"night-{one}") for one in numbers]
        rest = range(editors + uploaders, max(clients, editors + uploaders + 1))
        self.all += [Reader(world, first + one, articles) for one in rest]

    @staticmethod
    def accounts(clients: int) -> int:
        return max(1, round(clients * EDITORS)) + max(1, round(clients * UPLOADERS))

    def start(self) -> None:
        for client in self.all:
            client.start()

    def join(self) -> None:
        for client in self.all:
            client.join()


class Alone(threading.Thread):
    """One client that is a reader, an editor and an uploader in turn, as often as there are of each."""

    def __init__(self, world: World, articles: list[Row], shares: tuple[int, int, int]) -> None:
        super().__init__(daemon=True)
        self.world = world
        editors, uploaders, readers = shares
        swift = (0.5, 1.0)
        parts: list[Client] = [
            Reader(world, 900, articles),
            Editor(world, 901, "night-0", articles[:6]),
            Uploader(world, 902, "night-1", swift),
        ]
        self.turns = [parts[0]] * readers + [parts[1]] * editors + [parts[2]] * uploaders
        parts[0].random.shuffle(self.turns)

    def run(self) -> None:
        while not self.world.over.is_set():
            for client in self.turns:
                if self.world.over.is_set():
                    break
                client.attempt()


def quietly(world: World, seed: int, seconds: float, articles: list[Row]) -> Tally:
    """What one client alone meets; the seed is no other's, for it prints and marks by it."""
    calm = replace(world, tally=Tally(), over=threading.Event(), think=(0.02, 0.1), seed=seed)
    one = Alone(calm, articles, (8, 3, 36))
    one.start()
    calm.over.wait(seconds)
    calm.over.set()
    one.join()
    return calm.tally
