#!/bin/sh
# Fails unless every message in a folder came through the relay. For CI.
#
#   RECEIVER=mx.example.net ./ci-verify.sh <folder> [<report.xml>]
#
# RECEIVER is your own mail server, whose Received lines are believed. The log names each message and its verdict;
# the report is JUnit. Exit codes: akrelay help exit-codes
set -eu

folder=${1:?usage: RECEIVER=mx.example.net $0 <folder> [<report.xml>]}
report=${2:-akrelay-junit.xml}
: "${RECEIVER:?set it to the name of your own mail server, such as mx.example.net}"

# Written elsewhere first, and an old report removed, so that a report inside the folder is never read as a message.
rm -f "$report"
new=$(mktemp)
trap 'rm -f "$new"' EXIT

status=0
akrelay verify "$folder" --recursive --receiver "$RECEIVER" || status=$?
akrelay verify "$folder" --recursive --receiver "$RECEIVER" --format junit > "$new" 2> /dev/null || true
cat "$new" > "$report"

# For any other exit code akrelay has printed an error.
case $status in
  1 | 2) echo "ci-verify: not every message in $folder is confirmed (exit $status); see $report" >&2 ;;
esac
exit "$status"
