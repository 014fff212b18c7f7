import { mx } from '../../network.js';
import type { Receiver } from '../../receiver.js';
import { behind, postfix, type Shape, withProgram } from './postfix.js';

function behindProxy(word: string, smtpd: string): Pick<Shape, 'main' | 'smtpd' | 'port' | 'files' | 'after'> {
  return {
    main: 'mynetworks =\n',
    port: '127.0.0.1:2525',
    smtpd,
    files: {
      '/etc/haproxy/haproxy.cfg': `defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen smtp
  bind ${mx.address}:25
  bind ${mx.address6}:25
  server postfix 127.0.0.1:2525 ${word}
`,
    },
    after: 'haproxy -D -f /etc/haproxy/haproxy.cfg > /receiver/logs/haproxy 2>&1',
  };
}

/** Its line is the one of Postfix alone. */
function besides(shape: Shape): Receiver {
  return { ...postfix(shape), slots: behind };
}

/** Postfix, and what stands before it or filters its mail without being a mail server. */
export const postfixesAlone: readonly Receiver[] = [
  postfix({ configuration: 'plain' }),
  besides({
    configuration: 'with rspamd as milter',
    packages: ['rspamd/postfix', 'rspamd/rspamd'],
    main: 'smtpd_milters = inet:127.0.0.1:11332\nmilter_protocol = 6\nmilter_default_action = tempfail\n',
    files: {
      '/etc/rspamd/local.d/worker-proxy.inc':
        'bind_socket = "127.0.0.1:11332";\nmilter = yes;\ntimeout = 20s;\nupstream "local" {\n  default = yes;\n  self_scan = yes;\n}\n',
      '/etc/rspamd/local.d/actions.conf': 'reject = 9999;\nadd_header = 9998;\ngreylist = 9997;\n',
      '/etc/rspamd/local.d/greylist.conf': 'enabled = false;\n',
      '/etc/rspamd/local.d/options.inc': 'dns { timeout = 0.1s; retransmits = 1; }\n',
      '/etc/rspamd/local.d/worker-normal.inc': 'enabled = false;\n',
      '/etc/rspamd/local.d/logging.inc': 'type = "file";\nfilename = "/receiver/logs/rspamd";\n',
    },
    before:
      'mkdir -p /run/rspamd && chown _rspamd /run/rspamd\nrspamd -u _rspamd -g _rspamd\nfor i in $(seq 100); do ss -ltn | grep -q :11332 && break; sleep 0.1; done',
  }),
  withProgram({
    configuration: 'with a content filter by pipe',
    smtpd: '-o content_filter=filter:dummy',
    services: `filter unix - n n - 10 pipe flags=Rq user=nobody argv=/usr/sbin/sendmail -G -i -f \${sender} -- \${recipient}\n`,
  }),
  withProgram({
    configuration: 'with an alias that sends on',
    main: 'virtual_mailbox_domains = store.example\nmydestination = corp.example\nlocal_recipient_maps =\nluser_relay = qa@store.example\n',
  }),
  besides({
    configuration: 'behind haproxy that sends a PROXY header',
    packages: ['postfix/postfix', 'postfix/haproxy'],
    ...behindProxy('send-proxy', '-o smtpd_upstream_proxy_protocol=haproxy'),
  }),
  {
    ...besides({
      configuration: 'behind haproxy that hides the client',
      packages: ['postfix/postfix', 'postfix/haproxy'],
      ...behindProxy('', ''),
    }),
    hidesClient: true,
  },
];
