#!/bin/sh
# Installs the ClickHouse server that `npm run test:clickhouse` starts, and prints its version, or why there is none.
#
#   sudo test/wide/install-clickhouse.sh           Debian 12, root
#   test/wide/install-clickhouse.sh --list         only says what is there
#
# Nothing is started: the test starts its own, on loopback, with a data folder of its own.
set -eu

if [ "${1:-}" != --list ] && ! command -v clickhouse-server > /dev/null && command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends clickhouse-server clickhouse-common > /dev/null
fi
if command -v clickhouse-server > /dev/null; then
  echo "clickhouse: $(dpkg-query -W -f '${Version}' clickhouse-server 2> /dev/null || echo installed)"
else
  echo "clickhouse: not installed"
fi
