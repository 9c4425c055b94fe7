"""Words that their characters alone would read wrong (银行, 重庆), out of pypinyin's phrases.

The table of phrases takes fifty megabytes that nothing gives back, so it is read in a process of
its own, which prints what differs: `python -m search.suggesting.readings`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from pypinyin.constants import PHRASES_DICT
from pypinyin.pinyin_dict import pinyin_dict

ROOT = Path(__file__).resolve().parents[2]


def readings() -> dict[str, list[str]]:
    """Syllables with their tones by word; empty where the other process fails."""
    everything = {**os.environ, "PYPINYIN_NO_PHRASES": ""}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "search.suggesting.readings"],
            cwd=ROOT,
            env=everything,
            capture_output=True,
            check=True,
        )
        found: dict[str, list[str]] = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}
    return found


def _differing() -> dict[str, list[str]]:
    usual = {chr(code): sounds.partition(",")[0] for code, sounds in pinyin_dict.items()}
    spoken = {word: [part[0] for part in parts] for word, parts in PHRASES_DICT.items()}
    return {
        word: parts
        for word, parts in spoken.items()
        if parts != [usual.get(character) for character in word]
    }


if __name__ == "__main__":
    json.dump(_differing(), sys.stdout, ensure_ascii=False)
