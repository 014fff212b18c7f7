import { mx } from '../network.js';
import type { Receiver } from '../receiver.js';
import { certificate, store } from './parts.js';

function courier(configuration: string, ident: boolean): Receiver {
  return {
    server: 'Courier',
    configuration,
    packages: ['courier/courier-mta'],
    files: {
      '/etc/courier/me': `${mx.name}\n`,
      '/etc/courier/defaultdomain': `${mx.name}\n`,
      '/etc/courier/locals': `localhost\n${mx.name}\n`,
      '/etc/courier/esmtpacceptmailfor.dir/lane': 'corp.example\n',
      '/etc/courier/aliases/lane': `@corp.example: qa\n`,
      '/home/qa/.courier': '| /receiver/store\n',
      '/home/qa/.courier-default': '| /receiver/store\n',
      '/receiver/store': store,
    },
    start: `chmod 755 store
useradd -u 5555 -d /home/qa -s /bin/sh qa
chown -R qa:qa /home/qa && chmod 700 /home/qa && chmod 600 /home/qa/.courier*
${certificate}
cat key.pem cert.pem > /etc/courier/esmtpd.pem && chown courier /etc/courier/esmtpd.pem
sed -i 's/^MAXPERC=.*/MAXPERC=200/; s/^MAXPERIP=.*/MAXPERIP=200/; s/^TARPIT=.*/TARPIT=0/; s/^BOFHCHECKDNS=.*/BOFHCHECKDNS=0/' /etc/courier/esmtpd
sed -i 's/^BOFHNOEXPN/ESMTP_USE_STARTTLS=1\\nBOFHNOEXPN/; ${ident ? 's/ -noidentlookup//' : ''}' /etc/courier/esmtpd
mkdir -p /run/courier/authdaemon && chown courier /run/courier /run/courier/authdaemon
makeacceptmailfor; makesmtpaccess; makealiases
/usr/sbin/authdaemond start
courier start
/usr/sbin/esmtpd start`,
    receivers: [mx.name],
    // It checks them, and prints the end of a line in one as it is: nothing may rest on such a name.
    reverseNames: 'as-looked-up',
    inferred: 'confirmed',
    abilities: ['tls', 'ipv6', ...(ident ? (['ident'] as const) : [])],
    // Each slot is tried where ident is asked too.
    ...(ident ? {} : { slots: ['client', 'header'] }),
  };
}

export const couriers: readonly Receiver[] = [courier('as shipped', false), courier('ident asked', true)];
