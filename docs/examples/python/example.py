"""The service's API from Python's standard library alone: an activation, a one-time password, a
payment, and the webhook that tells of its approval.

Run it with TESSERA_API_KEY set and a phone at hand: python3 example.py customer-17
"""

import json
import os
import queue
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from webhooks import Receiver

API = os.environ.get("TESSERA_API", "http://127.0.0.1:8081") + "/v1"
KEY = os.environ["TESSERA_API_KEY"]
TIMEOUT_SECONDS = 35
TRIES = 4


def main(owner):
    person = f"{API}/owners/{urllib.parse.quote(owner, safe='')}"

    events = queue.Queue()
    receiver = Receiver(events.put)
    types = ["request.approved", "request.denied"]
    endpoint = post(f"{API}/endpoints", {"url": receiver.url, "types": types})
    receiver.start(endpoint["secret"])

    begun = post(f"{person}/activations", {"label": "Example"})
    print(f"First code, to scan or to paste:\n{begun['text']}", flush=True)
    activation = f"{API}/activations/{begun['id']}"
    bound = typed("Code on the phone", f"{activation}/device-code")
    print(f"Second code, to scan or to paste:\n{bound['text']}", flush=True)
    device = typed("Digits on the phone", f"{activation}/activation-code")
    print(f"Active: {device['serial']}", flush=True)

    typed("One-time password", f"{person}/verify-otp")
    print("Signed in.", flush=True)

    order = f"order-{uuid.uuid4()}"
    payment = {"amount": "129.90", "currency": "EUR", "payee": "Kato Bikes"}
    request = {"kind": "transaction", "payment": payment, "reference": order, "locale": "en"}
    asked = post(f"{person}/requests", request)
    print(f"Payment, to scan or to paste:\n{asked['text']}", flush=True)
    typed("Response code", f"{API}/requests/{asked['id']}/response-code")

    # A message may come twice: act once an order.
    event = events.get(timeout=60)
    while event["data"].get("reference") != order:
        event = events.get(timeout=60)
    print(f"Webhook: {event['type']} {order}", flush=True)
    call("DELETE", f"{API}/endpoints/{endpoint['id']}")
    receiver.stop()


def typed(prompt, url):
    """Posts what the person types until it is right, or no further try helps."""
    while True:
        print(f"{prompt}:", flush=True)
        code = sys.stdin.readline().strip()
        status, answer = repeated(url, {"code": code})
        if status < 300:
            return answer
        # For the person, in the language of Accept-Language; what is no fault of theirs has none.
        print(answer.get("text", answer["title"]), flush=True)
        if status != 422 or not code:
            raise SystemExit(1)


def post(url, body):
    status, answer = repeated(url, body)
    if status >= 300:
        raise SystemExit(f"{status} {answer}")
    return answer


def repeated(url, body):
    """Posts JSON; repeats it under the same Idempotency-Key where no answer came, so that it is
    done once, and where the service asks to come again."""
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),
        "Accept-Language": "en",
    }
    for attempt in range(1, TRIES + 1):
        try:
            status, answer = call("POST", url, json.dumps(body).encode(), headers)
            if status != 503 or attempt == TRIES:
                return status, answer
        except OSError:
            if attempt == TRIES:
                raise
        time.sleep(attempt)
    raise AssertionError("unreachable")


def call(method, url, body=None, headers=None):
    """Returns the status and what JSON said; a problem (RFC 9457) is an answer, too."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    request.add_header("Authorization", f"Bearer {KEY}")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            return response.status, json.loads(response.read() or b"{}")
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, json.loads(problem.read() or b"{}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "customer-17")
