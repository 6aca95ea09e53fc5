"""Sends the cases to a server and keeps of each answer what a client may rely on."""

import json
import re

import requests

TIMES = re.compile(r"(time|timestamp|timestamp_ms|millis)$")
OWN = {"artifact_uri", "artifact_location", "root_uri", "user_id", "storage_location"}


class Talk:
    """A conversation with one server; remembers the names of what it has made."""

    def __init__(self, url):
        self.url, self.names, self.count = url, {}, 0
        self.session = requests.Session()

    def put_in(self, value):
        """The value with each $NAME replaced."""
        if isinstance(value, str) and "$" in value:
            for name in sorted(self.names, key=len, reverse=True):
                value = value.replace("$" + name, self.names[name])
            return value.replace("$N", str(self.count))
        if isinstance(value, list):
            return [self.put_in(one) for one in value]
        if isinstance(value, dict):
            return {key: self.put_in(one) for key, one in value.items()}
        return value

    def take_out(self, text):
        """The text with what differs from server to server replaced."""
        for name, value in sorted(self.names.items(), key=lambda item: -len(item[1])):
            if len(value) > 6:
                text = text.replace(value, "$" + name)
        return re.sub(r"m-[0-9a-f]{32}|[0-9a-f]{32}", "$ID", text)

    def plain(self, value, key=""):
        if isinstance(value, dict):
            return {name: self.plain(one, name) for name, one in sorted(value.items())}
        if isinstance(value, list):
            return [self.plain(one, key) for one in value]
        if TIMES.search(key) and isinstance(value, int) and value > 10**11:
            return "$TIME"
        if key in OWN and isinstance(value, str):
            return "$OWN"
        return self.take_out(value) if isinstance(value, str) else value

    def send(self, case):
        self.count += 1
        url = self.url + self.put_in(case.path)
        headers = dict(case.headers)
        more = {}
        if case.raw is not None:
            more["data"] = case.raw.encode()
        elif case.method == "GET":
            more["params"] = self.put_in(case.body or {})
        elif case.body is not None:
            more["data"] = json.dumps(self.put_in(case.body))
            headers.setdefault("Content-Type", "application/json")
        try:
            answer = self.session.request(case.method, url, headers=headers, timeout=60, **more)
        except requests.ConnectionError:
            self.session = requests.Session()
            return {"status": "connection closed"}
        for name, path in case.keep.items():
            found = answer.json()
            for step in path.split("."):
                found = found[step]
            self.names[name] = found
        return self.kept(case, answer)

    def kept(self, case, answer):
        kept = {"status": answer.status_code}
        if case.head:
            kept["headers"] = {
                name: answer.headers.get(name) if name not in ("etag", "last-modified")
                else name in answer.headers
                for name in case.head
            }
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.status_code >= 400:
            if isinstance(body, dict):
                kept["error_code"] = body.get("error_code", "")
                kept["message"] = self.take_out(str(body.get("message", body)))[:400]
        elif isinstance(body, dict):
            kept["body"] = self.plain(body)
            if len(json.dumps(kept["body"])) > 3_000:
                kept["body"] = "long"
        return kept
