"""A transport that answers from recordings, and knows what it was asked."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allostream.net.asking import Ask, Reply

RECORDINGS = Path(__file__).parent / "recordings"


@dataclass
class Replay:
    """Give it as `ask`; each recording answers once, in its order, and only the request that it is of."""

    replies: list[dict[str, Any]]
    asked: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def __call__(self, ask: Ask) -> Reply:
        self.asked.append(ask.url)
        for place, one in enumerate(self.replies):
            if all(part in ask.url for part in one["request"]):
                del self.replies[place]
                body = one.get("body", {})
                content = body if isinstance(body, str) else json.dumps(body)
                headers = {name.lower(): value for name, value in one.get("headers", {}).items()}
                return Reply(ask.url, one.get("status", 200), headers, content.encode(), len(content))
        raise AssertionError(f"no recording answers {ask.url}")

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def recording(name: str) -> Replay:
    return Replay(json.loads((RECORDINGS / f"{name}.json").read_text())["replies"])
