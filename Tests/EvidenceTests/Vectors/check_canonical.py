#!/usr/bin/env python3
# Ino: the stakeholder coordination message broker.
# SPDX-License-Identifier: Apache-2.0
"""An auditor's checker of content hashes, written from the specification and not from the broker's code.

usage: check_canonical.py FILE...   each a JSON array of {message, sha256, canonical_hex?}; exits 1 if one is wrong.
"""
import hashlib
import json
import sys
import unicodedata

TAG = b"ino-msg-1\n"
ACTOR = ["person", "position", "organisation", "capacity", "basis"]


def text(value):
    return unicodedata.normalize("NFC", value or "").encode("utf-8")


def field(content):
    return len(content).to_bytes(4, "big") + content


def canonical(message):
    recipients = [text(r["code"] + ":" + (r.get("role") or "")) for r in message["audience"]]
    fields = [
        text(message["programme"]),
        text(message["sender"]),
        text(message["sender_key"]),
        text(message.get("case")),
        text(message["kind"]),
        b"".join(field(text(message["actor"].get(name))) for name in ACTOR),
        message["occurred_at_us"].to_bytes(8, "big", signed=True),
        text(message.get("cause")),
        b"".join(field(recipient) for recipient in sorted(recipients)),
        text(message["content_type"]),
        hashlib.sha256(bytes.fromhex(message["body_hex"])).digest(),
    ]
    return TAG + b"".join(field(content) for content in fields)


def main(paths):
    checked, wrong = 0, 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            cases = json.load(file)
        for number, case in enumerate(cases, start=1):
            found = canonical(case["message"])
            good = hashlib.sha256(found).hexdigest() == case["sha256"]
            good = good and case.get("canonical_hex", found.hex()) == found.hex()
            checked, wrong = checked + 1, wrong + (not good)
            if not good:
                print(f"{path}: message {number}: the hash is not that of the message", file=sys.stderr)
    print(f"{checked} messages checked, {wrong} wrong")
    return 1 if wrong or not checked else 0


sys.exit(main(sys.argv[1:]))
