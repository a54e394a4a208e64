#!/bin/sh
# The service's API from curl alone: an activation, a one-time password, a payment, and the event
# that tells of its approval. Run it with TESSERA_API_KEY set and a phone at hand:
#   sh curl.sh customer-17
set -eu

api="${TESSERA_API:-http://127.0.0.1:8081}/v1"
owner="${1:-customer-17}" # where it has other characters than letters, digits and -: percent-encoded

# The key goes to curl by its input, since arguments can be read by other processes.
request() {
  printf 'header = "Authorization: Bearer %s"\n' "$TESSERA_API_KEY" |
    curl --silent --show-error --max-time 35 --config - "$@"
}

# Each call has a key of its own; curl's repetitions have the same one, so that it is done once.
# Accept-Language is the person's: a refusal then has a sentence for them.
post() {
  id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  request --retry 3 --retry-connrefused --write-out '\n%{http_code}' \
    --header 'Content-Type: application/json' --header "Idempotency-Key: $id" \
    --header 'Accept-Language: en' --data "$2" "$api$1"
}

# The first member of a name whose value is a plain text. Use jq where you have it.
member() {
  sed -n "s/.*\"$1\":\"\\([^\"]*\\)\".*/\\1/p" | head -n 1
}

# Posts what the person types until it is right, or no further try helps.
typed() {
  while :; do
    echo "$1:" >&2
    read -r code
    answer=$(post "$2" "{\"code\":\"$(printf %s "$code" | tr -cd '[:alnum:] -')\"}")
    case "$answer" in
      *2[0-9][0-9]) printf '%s' "$answer"; return ;;
      *422) printf '%s\n' "$answer" | member text >&2 ;;
      *) echo "$answer" >&2; return 1 ;;
    esac
  done
}

begun=$(post "/owners/$owner/activations" '{"label":"Example"}')
echo "First code, to scan or to paste:"
printf '%s' "$begun" | member text
activation=$(printf '%s' "$begun" | sed -n 's/^{"id":"\([0-9a-f]*\)".*/\1/p')

bound=$(typed 'Code on the phone' "/activations/$activation/device-code")
echo "Second code, to scan or to paste:"
printf '%s' "$bound" | member text
device=$(typed 'Digits on the phone' "/activations/$activation/activation-code")
echo "Active: $(printf '%s' "$device" | member serial)"

typed 'One-time password' "/owners/$owner/verify-otp" >/dev/null
echo "Signed in."

order="order-$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')"
payment='{"amount":"129.90","currency":"EUR","payee":"Kato Bikes"}'
asked=$(post "/owners/$owner/requests" \
  "{\"kind\":\"transaction\",\"payment\":$payment,\"reference\":\"$order\",\"locale\":\"en\"}")
echo "Payment, to scan or to paste:"
printf '%s' "$asked" | member text
request_id=$(printf '%s' "$asked" | sed -n 's/^{"id":"\([0-9a-f]*\)".*/\1/p')
typed 'Response code' "/requests/$request_id/response-code" >/dev/null

# Where webhooks cannot come in, ask: the answer comes as soon as there is something new.
after=0
while :; do
  page=$(request --fail --get --data-urlencode "after=$after" --data-urlencode "owner=$owner" \
    --data types=request.approved --data wait=25 "$api/events")
  case "$page" in
    *"\"$order\""*) break ;;
  esac
  after=$(printf '%s' "$page" | sed -n 's/.*"next":"\{0,1\}\([0-9]*\).*/\1/p')
done
echo "Event: request.approved $order"
