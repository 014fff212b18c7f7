#!/bin/sh
# A CI step: every message in the test mailbox must have come through the relay.
# Exit 0: all confirmed. 1: at least one is not. 2: at least one cannot be decided. 65, 66: an input is no e-mail, or unreadable.
set -eu
mailbox=${1:?usage: ci-verify.sh <folder>}
akrelay verify "$mailbox" --recursive --receiver mx.example.net --format junit > akrelay-junit.xml
