#!/bin/sh
# Installs what `npm run test:servers`, `npm run test:mailboxes` and `npm run compare` use, and prints a line for each server: there, or why not.
#
#   sudo test/wide/install-servers.sh           Debian or Ubuntu, root
#   test/wide/install-servers.sh --list         only says what is there
#
# Postfix, Exim and OpenSMTPD conflict as packages. Postfix is installed; the others are unpacked beside it, with their
# libraries and the users they insist on (Exim's heavy build: the light one has no PROXY protocol). Nothing is started.
set -eu

beside=${AKRELAY_TEST_SERVERS:-/opt/akrelay-test-servers}

can_install() {
  command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]
}

unpack() {
  for package in "$@"; do
    folder=$(mktemp -d)
    (cd "$folder" && apt-get download -q "$package" > /dev/null 2>&1 && dpkg -x ./*.deb "$beside")
    # shellcheck disable=SC2046 # a list of package names
    apt-get install -qq -y --no-install-recommends $(dpkg -f "$folder"/*.deb Depends Pre-Depends |
      sed 's/^[A-Za-z-]*: //' | tr ',' '\n' | sed 's/[|(].*//; s/:any//' | grep -E '^ *lib') > /dev/null
    rm -rf "$folder"
  done
}

user() {
  id "$1" > /dev/null 2>&1 || useradd --system --user-group --no-create-home --home-dir /nonexistent \
    --shell /usr/sbin/nologin "$1"
}

install_all() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # Nothing is to be started: each test starts its own, on ports of its own.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  # A machine that already has a mail server keeps it.
  if command -v postconf > /dev/null || ! command -v sendmail > /dev/null; then
    apt-get install -qq -y --no-install-recommends postfix libsasl2-modules sasl2-bin > /dev/null
  fi
  apt-get install -qq -y --no-install-recommends dovecot-imapd > /dev/null
  apt-get install -qq -y --no-install-recommends openssl swaks libnet-ssleay-perl libauthen-sasl-perl msmtp > /dev/null
  mkdir -p "$beside"
  grep -qs hosts_proxy "$beside/usr/sbin/exim4" || unpack exim4-daemon-heavy
  [ -x "$beside/usr/sbin/smtpd" ] || unpack opensmtpd
  user Debian-exim
  user opensmtpd
  user opensmtpq
  # Where OpenSMTPD was built to look for its delivery program, and to lock itself up.
  mkdir -p /var/lib/opensmtpd/empty /usr/libexec
  [ -e /usr/libexec/opensmtpd ] || ln -s "$beside/usr/libexec/opensmtpd" /usr/libexec/opensmtpd
}

say() {
  if [ -n "$2" ]; then echo "$1: $2"; else echo "$1: not installed"; fi
}

list() {
  say postfix "$(postconf -h mail_version 2> /dev/null || true)"
  say exim "$("$beside/usr/sbin/exim4" -bV 2> /dev/null | sed -n '1s/^Exim version \([^ ]*\).*/\1/p')"
  say opensmtpd "$("$beside/usr/sbin/smtpd" -h 2>&1 | sed -n 's/^version: OpenSMTPD \([^ ]*\).*/\1/p')"
  say dovecot "$(dovecot --version 2> /dev/null || true)"
  say swaks "$(swaks --version 2> /dev/null | sed -n '1s/.*version \([^ ]*\).*/\1/p')"
  say msmtp "$(msmtp --version 2> /dev/null | sed -n '1s/.*version \([^ ]*\).*/\1/p')"
}

[ "${1:-}" = --list ] || ! can_install || install_all
list
