import { mx } from '../network.js';
import type { Receiver } from '../receiver.js';

export const openSmtpds: readonly Receiver[] = [
  {
    server: 'OpenSMTPD',
    configuration: 'plain',
    packages: ['opensmtpd/opensmtpd'],
    files: {
      '/etc/smtpd.conf': `table mailboxes { "@corp.example" = "nobody" }
listen on ${mx.address} hostname ${mx.name}
listen on ${mx.address6} hostname ${mx.name}
action "store" mda "cat > $(mktemp /receiver/mail/new/XXXXXXXX)" user nobody virtual <mailboxes>
match from any for domain "corp.example" action "store"
`,
    },
    // The machine may have a queue that belongs to the accounts of another installation.
    start: 'rm -rf /var/spool/smtpd\nchmod 600 /etc/smtpd.conf\nsmtpd -d > /receiver/logs/smtpd 2>&1 &',
    receivers: [mx.name],
    reverseNames: 'as-looked-up',
    inferred: 'confirmed',
    // Its keys are in a process of their own in a way that OpenSSL 3 ended: Debian 12 ships both.
    abilities: ['ipv6'],
  },
];
