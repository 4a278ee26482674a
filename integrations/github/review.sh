#!/usr/bin/env bash
# A branch becomes a report in Markdown, the summary of the job, and annotations.
#
# PROJECT, BASE, LEADS, APPROVED_BY and REPORT come from the action; every one is a value and never a piece of a command.
set -euo pipefail

words=(diff "$BASE" --project "$PROJECT" --format markdown --output "$REPORT")
if [ -n "${LEADS:-}" ]; then
  words+=(--leads "$LEADS")
fi
while IFS= read -r owner; do
  if [ -n "$owner" ]; then
    words+=("--approved-by=$owner")
  fi
done <<<"${APPROVED_BY:-}"

code=0
qualify "${words[@]}" || code=$?
if [ -f "$REPORT" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$REPORT" >>"$GITHUB_STEP_SUMMARY"
fi

# At most nine annotations and a line that says how many more there are.
qualify check --project "$PROJECT" --no-leads --format github || true
exit "$code"
