#!/bin/sh
# Runs a command in a network that has nothing but `lo`, to which the command may give any address. When the command ends,
# all that it started ends. Where this is not allowed the command runs with AKRELAY_NO_NETWORK set, to say so.
set -eu

own='--net --mount --uts --pid --fork --kill-child --propagation private'
# shellcheck disable=SC2086 # a list of options
if ! unshare $own true 2> /dev/null; then
  AKRELAY_NO_NETWORK=1 exec "$@"
fi
# shellcheck disable=SC2086
exec unshare $own sh -euc 'mount -t proc proc /proc && ip link set lo up && hostname "$0" && exec "$@"' mx.corp.example "$@"
