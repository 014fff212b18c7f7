#!/bin/sh
# Proves that mail arrives through a relay, and gives a slow message a second chance without sending another. For CI and cron.
#
#   ./ci-prove.sh <sender> <mailbox> [<folder>]
#
# The mailbox is one of the config. The folder (default: proof) gets the receipt, the message and the result. WAIT (5m) and
# LONGER (30m) are how long to wait, SKIP (event) what this machine cannot see. Exit codes: akrelay help exit-codes
set -eu

sender=${1:?usage: $0 <sender> <mailbox> [<folder>]}
mailbox=${2:?usage: $0 <sender> <mailbox> [<folder>]}
folder=${3:-proof}
skip=${SKIP:-event}

mkdir -p "$folder"
status=0
akrelay prove "$sender" --mailbox "$mailbox" --wait "${WAIT:-5m}" --skip "$skip" --no-input \
  --evidence "$folder" --receipt "$folder/receipt.json" || status=$?

if [ "$status" -eq 2 ] && [ -e "$folder/receipt.json" ]; then
  echo "ci-prove: not there yet; waiting for another ${LONGER:-30m}" >&2
  status=0
  akrelay prove --resume "$folder/receipt.json" --mailbox "$mailbox" --wait "${LONGER:-30m}" --skip "$skip" --no-input \
    --evidence "$folder" || status=$?
fi

# Where nothing was sent there is nothing to see, and akrelay said why.
[ "$status" -eq 0 ] || [ ! -e "$folder/proof.json" ] || echo "ci-prove: $sender is not proved (exit $status); see $folder" >&2
exit "$status"
