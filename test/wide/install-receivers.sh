#!/bin/sh
# Installs what `npm run test:receivers` uses, and prints a line for each package: its version, or why it is not there.
#
#   sudo test/wide/install-receivers.sh           Debian 12 or a relative of it, root
#   test/wide/install-receivers.sh --list         only says what is there
#
# Mail servers conflict as packages, and nothing of this is to change the machine: each server is installed by apt in a
# layer of its own (an overlay over the root folder), which the tests mount again. Nothing is started. A layer sees what the
# machine gets later too, so where an account was added since (by another server's package) it is made anew.
set -u

layers=${AKRELAY_TEST_RECEIVERS:-/opt/akrelay-receivers}

# A layer, and its packages. Those after a '+' are only unpacked: they bring a `sendmail` command that would push out Postfix.
wanted='postfix: postfix dovecot-lmtpd dovecot-imapd dovecot-sieve fetchmail getmail6 haproxy + dma nullmailer ssmtp libfaketime
exim: exim4-daemon-heavy
sendmail: sendmail-bin sendmail-cf m4
opensmtpd: opensmtpd
amavis: postfix amavisd-new
rspamd: postfix rspamd
courier: courier-mta
cyrus: postfix cyrus-imapd
qpsmtpd: qpsmtpd
chasquid: chasquid'
modules='Haraka'

can_install() {
  command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]
}

# Runs a script in a layer, as if the layer were the machine's root folder; without the terminal, which two apts would fight for.
in_layer() {
  mkdir -p "$layers/$1/upper" "$layers/$1/work" "$layers/$1/root"
  setsid --wait unshare --mount --propagation private sh -c '
    mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root" &&
    mount --rbind /dev "$0/root/dev" && mount -t proc proc "$0/root/proc" && exec chroot "$0/root" sh -c "$1"
  ' "$layers/$1" "$2"
}

accounts() {
  cut -d: -f1,3 /etc/passwd /etc/group | cksum
}

install_layer() {
  name=$1 packages=$(echo "$wanted" | sed -n "s/^$1: //p")
  installed=${packages%%+*} unpacked=${packages#"${packages%%+*}"}
  made_of="$packages, $(accounts)"
  [ "$(cat "$layers/$name/ready" 2> /dev/null)" = "$made_of" ] && return
  rm -rf "${layers:?}/$name"
  in_layer "$name" "
    export DEBIAN_FRONTEND=noninteractive
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
    apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-unsafe-io $installed || exit
    cd /tmp && for package in ${unpacked#+}; do
      apt-get download -qq \$package && dpkg -x \$package*.deb /opt/\$package || exit
      dpkg-deb --show --showformat='\${Package} \${Version}\n' \$package*.deb >> /opt/versions && rm \$package*.deb
      [ ! -d /opt/\$package/etc ] || cp -rn /opt/\$package/etc/. /etc/
    done
    apt-get clean
  " > "$layers/$name.log" 2>&1 < /dev/null && echo "$made_of" > "$layers/$name/ready" ||
    echo "$name: cannot be installed, see $layers/$name.log" >&2
}

install_all() {
  mkdir -p "$layers"
  # The layers share the lists of packages.
  apt-get update -qq
  echo "$wanted" | cut -d: -f1 | xargs -P 2 -n 1 "$0" --layer
  for module in $modules; do
    [ -d "$layers/npm/node_modules/$module" ] || npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$layers/npm" "$module" ||
      echo "$module: cannot be installed by npm" >&2
  done
}

version_in_layer() {
  [ -e "$layers/$1/ready" ] || return
  if [ -d "$layers/$1/upper/opt/$2" ]; then
    sed -n "s/^$2 //p" "$layers/$1/upper/opt/versions"
  else
    dpkg-query --admindir="$layers/$1/upper/var/lib/dpkg" -W -f '${Version}' "$2" 2> /dev/null
  fi
}

say() {
  echo "$1/$2: ${3:-not installed}"
}

list() {
  echo "$wanted" | tr -d '+' | while IFS=: read -r name packages; do
    for package in $packages; do say "$name" "$package" "$(version_in_layer "$name" "$package")"; done
  done
  for module in $modules; do
    say npm "$module" "$(sed -n 's/^ *"version": "\(.*\)",*$/\1/p' "$layers/npm/node_modules/$module/package.json" 2> /dev/null | head -1)"
  done
}

case ${1:-} in
  --layer) install_layer "$2" ;;
  --list) list ;;
  *) if can_install; then install_all; fi && list ;;
esac
