import type { Issued } from '../../../src/world/lab/certificates.js';
import { mx } from '../receivers/network.js';
import type { Receiver } from '../receivers/receiver.js';
import { postfix } from '../receivers/servers/postfix/postfix.js';

/** How the mailboxes are reached: by names of the one address. */
export const imapNames = {
  good: 'imap.corp.example',
  expired: 'expired.corp.example',
  stranger: 'stranger.corp.example',
  /** Not in the certificate. */
  other: 'other.corp.example',
};
export const mailboxPassword = 'm4ilbox-Passw0rd';
/** In the mailbox `full`. */
export const manyMessages = 50_000;

const dovecot = `protocols = imap lmtp
listen = ${mx.address}
log_path = /receiver/logs/dovecot
ssl = required
ssl_cert = </etc/dovecot/good.crt
ssl_key = </etc/dovecot/good.key
disable_plaintext_auth = yes
mail_location = maildir:~/Maildir
first_valid_uid = 1
local_name ${imapNames.expired} {
  ssl_cert = </etc/dovecot/expired.crt
  ssl_key = </etc/dovecot/expired.key
}
local_name ${imapNames.stranger} {
  ssl_cert = </etc/dovecot/stranger.crt
  ssl_key = </etc/dovecot/stranger.key
}
passdb {
  driver = static
  args = password=${mailboxPassword}
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=/receiver/home/%n allow_all_users=yes
}
namespace inbox {
  inbox = yes
  mailbox Junk {
    auto = subscribe
    special_use = \\Junk
  }
}
protocol lmtp {
  postmaster_address = postmaster@corp.example
  mail_plugins = sieve
}
plugin {
  sieve = file:/receiver/sieve/%n.sieve
}
service lmtp {
  unix_listener /var/spool/postfix/private/dovecot-lmtp {
    mode = 0666
  }
}
`;

const fill = `for part in cur new tmp; do mkdir -p home/full/Maildir/$part home/qa/Maildir/$part; done
perl -e 'for (1 .. ${manyMessages}) {
  $came = 1700000000 + $_;
  $file = sprintf("home/full/Maildir/cur/%d.M%d.mx:2,S", $came, $_);
  open F, ">", $file;
  print F "From: a\\@example.com\\nTo: full\\@corp.example\\nX-Letter-Id: old-$_\\nMessage-ID: <old-$_\\@example.com>\\nSubject: s\\n\\nx\\n";
  close F;
  utime $came, $came, $file }'
chown -R nobody:nogroup home sieve`;

/** Postfix, which hands on to Dovecot (LMTP, Sieve, IMAP with TLS); what comes for `junk` goes to Junk. */
export function mailHost(pairs: Readonly<Record<'good' | 'expired' | 'stranger', Issued>>): Receiver {
  const files = Object.entries(pairs).flatMap(([name, { certPem, keyPem }]) => [
    [`/etc/dovecot/${name}.crt`, certPem],
    [`/etc/dovecot/${name}.key`, keyPem],
  ]);
  return postfix({
    configuration: 'with Dovecot (LMTP, Sieve, IMAP)',
    packages: [
      'postfix/postfix',
      'postfix/dovecot-lmtpd',
      'postfix/dovecot-imapd',
      'postfix/dovecot-sieve',
      'postfix/libfaketime',
    ],
    main: 'virtual_transport = lmtp:unix:private/dovecot-lmtp\n',
    files: {
      ...Object.fromEntries(files),
      '/etc/dovecot/dovecot.conf': dovecot,
      '/receiver/sieve/junk.sieve': 'require "fileinto";\nfileinto "Junk";\n',
    },
    before: fill,
    after: 'dovecot',
  });
}
