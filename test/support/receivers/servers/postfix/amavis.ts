import { mx } from '../../network.js';
import type { Receiver } from '../../receiver.js';
import { withProgram } from './postfix.js';

const reentry = (port: number, more = ''): string =>
  `127.0.0.1:${port} inet n - n - - smtpd -o content_filter= -o smtpd_proxy_filter= -o smtpd_authorized_xforward_hosts=127.0.0.0/8 -o smtpd_tls_security_level=none -o receive_override_options=no_unknown_recipient_checks ${more}\n`;

const amavis = {
  packages: ['amavis/postfix', 'amavis/amavisd-new'],
  files: {
    '/etc/amavis/conf.d/50-user': `use strict;
$myhostname = '${mx.name}';
$mydomain = 'corp.example';
@bypass_virus_checks_maps = (1);
@bypass_spam_checks_maps = (1);
$forward_method = 'smtp:[127.0.0.1]:10025';
$notify_method = $forward_method;
$final_bad_header_destiny = D_PASS;
$final_banned_destiny = D_PASS;
$max_servers = 4;
$log_level = 1;
$do_syslog = 0;
$LOGFILE = '/receiver/logs/amavis';
1;
`,
  },
  before: `mkdir -p /run/amavis && chown amavis /run/amavis && amavisd start`,
};

/** amavis behind Postfix, in each of the ways it is documented. */
export const postfixesWithAmavis: readonly Receiver[] = [
  withProgram({
    configuration: 'with amavis as content filter',
    ...amavis,
    main: 'content_filter = amavis:[127.0.0.1]:10024\n',
    services: `amavis unix - - n - 4 smtp\n${reentry(10025)}`,
  }),
  withProgram({
    configuration: 'with amavis before the queue',
    ...amavis,
    smtpd: '-o smtpd_proxy_filter=127.0.0.1:10024',
    services: reentry(10025),
  }),
];
