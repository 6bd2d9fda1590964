#!/usr/bin/env bash
# The story of QIflow through the API alone, by hand: a committee, two partners, a suspension, a
# term that ends, a late record, a project, a stranger, and many clients at once.
#
#   make run                                  in one terminal; it prints the password
#   docs/story.sh PASSWORD [ADDRESS]          in another; the clock of the demonstration is moved
#
# Needs curl and the Python of this clone. It stops at the first answer that is not as told.
set -euo pipefail
cd "$(dirname "$0")/.."
PASSWORD=${1:?the password that make run printed}
SERVICE=${2:-http://127.0.0.1:${PORT:-8000}}
API=$SERVICE/api/v1
PYTHON=.venv/bin/python
JARS=$(mktemp -d)
trap 'rm -rf "$JARS"' EXIT

say() { printf '\n== %s\n' "$*"; }
field() { "$PYTHON" -c "import json,sys; print(eval('d'+sys.argv[1],{'d':json.load(sys.stdin)}))" "$1"; }
day() { "$PYTHON" -c "import datetime,sys; d=datetime.date.fromisoformat(sys.argv[1]); print(d+datetime.timedelta(int(sys.argv[2])))" "$TODAY" "$1"; }

# People use their session; a system uses a key. Signing in is the same form as in a browser.
sign_in() { # email
  local jar=$JARS/$1 token
  token=$(curl -sS -c "$jar" "$SERVICE/sign-in" | sed -n 's/.*name="csrfmiddlewaretoken" value="\([^"]*\)".*/\1/p' | head -1)
  curl -sS -o /dev/null -b "$jar" -c "$jar" -e "$SERVICE/sign-in" "$SERVICE/sign-in" \
    --data-urlencode "csrfmiddlewaretoken=$token" --data-urlencode "email=$1" --data-urlencode "password=$PASSWORD"
}
as() { # email, then what curl takes
  local jar=$JARS/$1; shift
  [ -f "$jar" ] || { echo "sign in first" >&2; exit 1; }
  local token; token=$(awk '$6 ~ /^csrftoken/ {print $7}' "$jar")
  curl -sS -b "$jar" -e "$SERVICE/" -H "X-CSRFToken: $token" -H "Content-Type: application/json" "$@"
}
call() { curl -sS -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" "$@"; }
etag() { call -o /dev/null -D - "$API$1" | tr -d '\r' | sed -n 's/^[Ee][Tt][Aa][Gg]: //p'; }
step() { # path, JSON
  call "$API$1/transitions" -H "If-Match: $(etag "$1")" -d "$2"
}
outcome() { call "$API/findings?subject=$1&rule=$2${3:-}" | field "['results'][0]['outcome']"; }
becomes() { # subject, rule, outcome, more of the query: within two seconds (four with curl's own), asking for nothing
  local began; began=$(date +%s%N)
  until [ "$(outcome "$1" "$2" "${4:-}" 2>/dev/null)" = "$3" ]; do
    (( $(date +%s%N) - began < 4000000000 )) || { echo "$2 did not become $3" >&2; exit 1; }
  done
  echo "$2 is $3: $(call "$API/findings?subject=$1&rule=$2${4:-}" | field "['results'][0]['sentence']")"
}

ADMIN=admin@fellside.example SENIOR=nursing@fellside.example STRANGER=admin@threerivers.example
for who in $ADMIN $SENIOR $STRANGER; do sign_in "$who"; done
TODAY=$(QIFLOW_ENV=demonstration "$PYTHON" manage.py move_clock --days 0 | sed 's/Today is \(.*\)\./\1/')

say "A key for this script, shown once"
PLACE=$(as $ADMIN "$API/me" | field "['organisations'][0]['id']")
KEY=$(as $ADMIN "$API/api-keys" -d "{\"organisation_id\": \"$PLACE\", \"name\": \"Story\", \"roles\": [\"administrator\"],
  \"scopes\": [\"read\", \"write\"], \"expires_at\": \"$(day 200)T12:00:00Z\"}" | field "['token']")
echo "${KEY:0:12}..."
person() { call "$API/people" -d "{\"organisation_id\": \"$PLACE\", \"name\": \"$1\"}" | field "['id']"; }

say "1. A committee of a year ago with two seats is constituted: C01 fails"
COMMITTEE=$(call "$API/committees" -d "{\"organisation_id\": \"$PLACE\", \"name\": \"Quality and Safety Committee $RANDOM\",
  \"established_on\": \"$(day -365)\", \"chair_id\": \"$(person 'Ann Oyelaran')\", \"meeting_frequency\": \"monthly\",
  \"terms_of_reference\": \"Handbook\", \"terms_dated_on\": \"$(day -365)\", \"safety_related\": \"yes\"}" | field "['id']")
SEAT1=$(call "$API/committees/$COMMITTEE/seats" -d '{"seat_kind": "psp"}' | field "['id']")
SEAT2=$(call "$API/committees/$COMMITTEE/seats" -d '{"seat_kind": "psp"}' | field "['id']")
step "/committees/$COMMITTEE" '{"transition": "constitute"}' | field "['state']"
becomes "$COMMITTEE" C01 fail

partner() { # name: from the offer through checks and induction to active
  local id body
  id=$(call "$API/psp-appointments" -d "{\"organisation_id\": \"$PLACE\", \"person_id\": \"$(person "$1")\"}" | field "['id']")
  for body in '"shortlist", "panel_had_partner": true' \
    "\"offer\", \"task_profile\": \"Reads papers\", \"payment_explained_on\": \"$TODAY\"" \
    "\"accept\", \"terms_accepted_on\": \"$TODAY\", \"confidentiality_draft_seen_on\": \"$TODAY\"" \
    "\"clear_checks\", \"identity_seen_on\": \"$TODAY\", \"references_seen_on\": \"$TODAY\", \"benefits_advice_offered_on\": \"$TODAY\"" \
    "\"complete_induction\", \"induction_completed_on\": \"$TODAY\", \"confidentiality_signed_on\": \"$TODAY\""; do
    step "/psp-appointments/$id" "{\"transition\": $body}" >/dev/null
  done
  echo "$id"
}
seat() { call "$API/seat-assignments" -d "{\"committee_id\": \"$COMMITTEE\", \"seat_id\": \"$1\", \"appointment_id\": \"$2\", \"from_date\": \"$TODAY\"}" >/dev/null; }
FIRST=$(partner "Rhys Pugh"); SECOND=$(partner "Mei-Ling Zhou")
seat "$SEAT1" "$FIRST"; seat "$SEAT2" "$SECOND"
becomes "$COMMITTEE" C01 pass

say "2. One is suspended from today, without a cause; somebody else lifts it"
step "/psp-appointments/$SECOND" "{\"transition\": \"suspend\", \"reason\": \"A concern.\", \"concern_reference\": \"CR-1\", \"support_offered\": true, \"review_on\": \"$(day 10)\"}" >/dev/null
becomes "$COMMITTEE" C01 fail
as $SENIOR "$API/psp-appointments/$SECOND/transitions" -H "If-Match: $(etag "/psp-appointments/$SECOND")" \
  -d '{"transition": "lift", "outcome": "Nothing was found."}' | field "['state']"
becomes "$COMMITTEE" C01 pass

say "3. The other term ends in 40 days; then the clock gets there"
call -X PATCH "$API/psp-appointments/$SECOND/terms" -H "If-Match: $(etag "/psp-appointments/$SECOND")" \
  -d "{\"number\": 0, \"from_date\": \"$TODAY\", \"to_date\": \"$(day 40)\"}" >/dev/null
becomes "$COMMITTEE" C01 at_risk
becomes "$COMMITTEE" C01 fail "&as_at=$(day 41)"
QIFLOW_ENV=demonstration "$PYTHON" manage.py move_clock --days 41; TODAY=$(day 41)
becomes "$COMMITTEE" C01 fail

say "4. A suspension of last month is recorded today: last week changes, what was known yesterday does not"
echo "last week: $(outcome "$COMMITTEE" C01 "&as_at=$(day -7)")"
step "/psp-appointments/$FIRST" "{\"transition\": \"suspend\", \"effective_on\": \"$(day -30)\", \"reason\": \"Late.\", \"concern_reference\": \"CR-2\", \"support_offered\": true, \"review_on\": \"$(day -20)\"}" >/dev/null
becomes "$COMMITTEE" C01 fail "&as_at=$(day -7)"
echo "last week, as known yesterday: $(outcome "$COMMITTEE" C01 "&as_at=$(day -7)&known_at=$(day -1)T12:00:00Z")"

say "5. A project is refused with all its reasons; they are met; its partner leaves"
PROJECT=$(call "$API/projects" -d "{\"organisation_id\": \"$PLACE\", \"title\": \"Nobody waits alone\", \"problem\": \"Long waits.\"}" | field "['id']")
step "/projects/$PROJECT" '{"transition": "propose"}' >/dev/null
approve() { as $SENIOR "$API/projects/$PROJECT/transitions" -H "If-Match: $(etag "/projects/$PROJECT")" -d '{"transition": "approve_setup"}'; }
approve | "$PYTHON" -c "import json,sys; [print('-', one['sentence']) for one in json.load(sys.stdin)['unmet']]"
joins() { # person, team, role
  call "$API/projects/$PROJECT/team" -d "{\"person_id\": \"$1\", \"team\": \"$2\", \"role\": \"$3\", \"relevant_experience\": true, \"from_date\": \"$(day -40)\"}" | field "['id']"
}
SPONSOR=$(person "Beverley Thwaite"); PARTNER=$(person "Yusuf Demir")
joins "$SPONSOR" oversight executive_sponsor >/dev/null; joins "$(person "Hannah Birkbeck")" oversight project_lead >/dev/null
ON_OVERSIGHT=$(joins "$PARTNER" oversight partner); joins "$PARTNER" point_of_care partner >/dev/null
call "$API/projects/$PROJECT/charter" -d '{"purpose": "Know why you wait", "partner_payment": "By the hour", "partner_support": "A named person"}' >/dev/null
for pair in "sponsor $SPONSOR" "partner $PARTNER"; do set -- $pair
  call "$API/projects/$PROJECT/sign-offs" -d "{\"about\": \"charter\", \"given_as\": \"$1\", \"person_id\": \"$2\", \"way\": \"meeting\"}" >/dev/null
done
approve | field "['stage']"
becomes "$PROJECT" P01 pass
call -X PATCH "$API/projects/$PROJECT/team/$ON_OVERSIGHT" -H "If-Match: $(etag "/projects/$PROJECT")" -d "{\"to_date\": \"$(day -1)\"}" >/dev/null
becomes "$PROJECT" P01 at_risk
echo "it fails after $(call "$API/findings?subject=$PROJECT&rule=P01" | field "['results'][0]['ends_on']"); stage: $(call "$API/projects/$PROJECT" | field "['stage']")"

say "6. Another organisation gets the same answer as for what does not exist"
as $STRANGER "$API/committees/$COMMITTEE"; echo
as $STRANGER "$API/committees/00000000-0000-4000-8000-000000000000"; echo

say "7. Twenty at once with one ETag: one wins"
ETAG=$(etag "/psp-appointments/$FIRST")
seq 20 | xargs -P 20 -I{} curl -sS -o /dev/null -w '%{http_code}\n' "$API/psp-appointments/$FIRST/transitions" \
  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" -H "If-Match: $ETAG" \
  -d "{\"transition\": \"end\", \"end_reason\": \"resigned\", \"exit_conversation_offered\": true, \"access_removed_on\": \"$TODAY\"}" | sort | uniq -c
say "Done"
