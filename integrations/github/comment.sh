#!/usr/bin/env bash
# A report becomes the one comment on a pull request: written once, then updated; none where nothing changed.
#
# GH_TOKEN, REPOSITORY, NUMBER, FROM_FORK and REPORT come from the action.
set -euo pipefail

mark='<!-- qualify-review -->'
if [ ! -f "$REPORT" ]; then
  exit 0
fi
known=$(gh api --paginate "repos/$REPOSITORY/issues/$NUMBER/comments" \
  --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | head -n 1) || known=''
quiet=false
if grep -q '^### Proved: no lead changes\.$' "$REPORT" && ! grep -q '^#### ' "$REPORT"; then
  quiet=true
fi

if [ -n "$known" ]; then
  how=(--method PATCH "repos/$REPOSITORY/issues/comments/$known")
elif [ "$quiet" = true ]; then
  echo "Nothing changed, so there is no comment."
  exit 0
else
  how=(--method POST "repos/$REPOSITORY/issues/$NUMBER/comments")
fi
if ! gh api "${how[@]}" --field "body=@$REPORT" >/dev/null; then
  if [ "${FROM_FORK:-false}" = true ]; then
    echo "A pull request from a fork may not be commented from here; the summary of the job has the review."
    exit 0
  fi
  echo "The comment could not be written. Give the job 'permissions: pull-requests: write'." >&2
  exit 1
fi
