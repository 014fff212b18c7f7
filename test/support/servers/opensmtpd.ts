import { execFileSync } from 'node:child_process';
import { chown, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hostName, type MailServer, maildir, type ServerOptions } from './mail-server.js';
import { beside, freePorts, idsOf, startDaemon, writeFor } from './process.js';

/** OpenSMTPD: it starts as root, splits its privileges, and stores mail as `nobody`. */
export async function startOpenSmtpd({ folder, authority, login, nameServer }: ServerOptions): Promise<MailServer> {
  const [submission = 0, open = 0, receiver = 0] = await freePorts(3);
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  const { uid, gid } = await idsOf('nobody');
  await maildir(at('store'));
  for (const name of ['store', 'store/new', 'store/cur', 'store/tmp']) await chown(at(name), uid, gid);
  const { certPem, keyPem } = await authority.issue({ names: [hostName, 'localhost', '127.0.0.1'] });
  await writeFor('root', at('cert.pem'), certPem);
  await writeFor('root', at('key.pem'), keyPem);
  const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: login.password }).toString().trim();
  await writeFor('root', at('credentials'), `${login.username} ${hash}\n`);
  await writeFor('root', at('smtpd.conf'), conf(folder, { submission, open, receiver }));
  await writeFile(at('resolv.conf'), `nameserver ${nameServer}\n`);
  const daemon = await startDaemon(
    [`${beside}/usr/sbin/smtpd`, '-d', '-f', at('smtpd.conf')],
    [submission, open, receiver],
    at('resolv.conf'),
  );
  return {
    ports: { submission, clearText: undefined, open, receiver },
    auth: ['login', 'plain'],
    mailbox: at('store', 'new'),
    log: async () => daemon.log(),
    stop: daemon.stop,
  };
}

function conf(folder: string, ports: Omit<MailServer['ports'], 'clearText'>): string {
  return `pki lab cert "${folder}/cert.pem"
pki lab key "${folder}/key.pem"
table credentials file:${folder}/credentials
table mailboxes { "qa@example.net" = "nobody", "qb@example.net" = "nobody" }
listen on 127.0.0.1 port ${ports.submission} tls-require pki lab auth <credentials> hostname ${hostName}
listen on 127.0.0.1 port ${ports.open} hostname ${hostName}
listen on 127.0.0.1 port ${ports.receiver} tls pki lab proxy-v2 hostname ${hostName}
action "store" mda "cat > $(mktemp ${folder}/store/new/XXXXXXXX)" user nobody virtual <mailboxes>
match from any for domain "example.net" action "store"
`;
}
