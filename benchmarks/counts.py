"""How many queries a page makes and how large it is: `python -m benchmarks.counts < visits.json`, as the app's role."""

from __future__ import annotations

import json
import sys
from typing import Any

import django

from benchmarks.load import ENCODING, readable


def main() -> None:
    """Print queries, bytes, and bytes as they are sent to a browser, of the first visit of every page only read."""
    django.setup()
    from django.db import connection
    from django.test import Client

    found = {}
    for name, visits in json.load(sys.stdin).items():
        if not visits or any(each["method"] != "GET" for each in visits[0]["steps"]):
            continue
        step, queries = visits[0]["steps"][-1], []
        for _ in range(2):  # the first fills what is kept in memory
            client, queries = Client(HTTP_COOKIE=visits[0]["cookie"], HTTP_ACCEPT_ENCODING=ENCODING), []
            with connection.execute_wrapper(_counting(queries)):
                answer = client.get(step["path"], headers={"host": "127.0.0.1"})
            assert answer.status_code == 200, (step["path"], answer.status_code)
        found[name] = {"queries": len(queries)} | _weighed(answer.get("Content-Encoding", ""), answer.content)
    print(json.dumps(found))


def _weighed(encoding: str, sent: bytes) -> dict[str, int]:
    return {"size": len(readable(encoding, sent)), "sent": len(sent)}


def _counting(queries: list[str]) -> Any:
    def wrapper(execute: Any, query: str, parameters: Any, many: bool, context: Any) -> Any:
        queries.append(query)
        return execute(query, parameters, many, context)

    return wrapper


if __name__ == "__main__":
    main()
