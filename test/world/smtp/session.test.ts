import { afterAll, describe, expect, test } from '@jest/globals';
import { budgetsWithin } from '../../../src/relay/budgets.js';
import { sendOutcome } from '../../../src/relay/delivery.js';
import type { LabScript } from '../../../src/relay/lab-script.js';
import { makeAuthority } from '../../../src/world/lab/certificates.js';
import { nodeClock } from '../../../src/world/node-clock.js';
import { redactor } from '../../../src/world/secrets/redactor.js';
import { nodeSmtp } from '../../../src/world/smtp/node-smtp.js';
import type { RelayAccess, Smtp } from '../../../src/world/smtp/smtp.js';
import { type LabServer, startLab } from '../../support/lab/server.js';

const authority = await makeAuthority();
const pair = await authority.issue({ names: ['127.0.0.1', 'localhost'] });
const learnt: string[] = [];
const smtp: Smtp = nodeSmtp({
  clock: nodeClock,
  cancelled: new AbortController().signal,
  secrets: { ...redactor(), learn: (secret) => learnt.push(secret) },
});
const labs: LabServer[] = [];
afterAll(() => {
  for (const lab of labs) lab.close();
});

async function lab(options: Partial<LabScript>): Promise<LabServer> {
  const server = await startLab({
    tls: 'starttls',
    pair,
    auth: ['LOGIN', 'PLAIN', 'CRAM-MD5'],
    faults: [],
    ...options,
  });
  labs.push(server);
  return server;
}

function access(port: number, more: Partial<RelayAccess> = {}): RelayAccess {
  return {
    host: '127.0.0.1',
    port,
    tls: 'starttls',
    auth: { method: 'login', username: 'user', password: 'pa ss-wörd' },
    caPem: authority.caPem,
    budgets: budgetsWithin(2_000),
    ...more,
  };
}

const message = Buffer.from('Subject: x\r\n\r\nhello\r\n.dot\r\n');
const envelope = { reversePath: 'a@example.com', forwardPaths: ['b@example.net', 'c@example.net'] };

describe('a session that goes well', () => {
  test.each([
    ['starttls', 'login'],
    ['starttls', 'plain'],
    ['starttls', 'cram-md5'],
    ['implicit', 'login'],
    ['none', 'login'],
    ['none', 'none'],
  ] as const)('%s, auth %s', async (tls, method) => {
    const server = await lab({ tls });
    const auth = method === 'none' ? { method } : { method, username: 'user', password: 'pa ss-wörd' };
    const session = await smtp.open(access(server.port, { tls, auth }));
    const delivery = await session.send(envelope, message);
    await session.close();
    expect(sendOutcome(delivery)).toBe('accepted');
    expect(server.messages).toEqual(['Subject: x\r\n\r\nhello\r\n.dot']);
    expect(server.lines.at(-1)).toBe('QUIT');
    expect(session.facts.tls?.version).toBe(tls === 'none' ? undefined : 'TLSv1.3');
    expect(session.facts.extensions).toContain('SIZE 10485760');
    expect(Object.keys(session.timings())).toEqual(
      expect.arrayContaining(['dnsMs', 'connectMs', 'greetingMs', 'ehloMs', 'messageMs']),
    );
    const secured = server.lines.indexOf('<TLS>');
    const credentials = server.lines.findIndex((line) => line.startsWith('AUTH'));
    expect(method === 'none' ? credentials === -1 : credentials > secured).toBe(true);
  });
});

describe('a probe', () => {
  test.each([
    ['a line that never ends', `250 ${'x'.repeat(100_000)}`],
    ['lines without end', '250-and another\r\n'.repeat(6_000)],
  ])('is ended by %s, at once', async (_, bytes) => {
    const server = await lab({ tls: 'none', faults: [{ at: 'mail', act: { kind: 'say', bytes } }] });
    const session = await smtp.open(access(server.port, { tls: 'none' }));
    await expect(session.probe(envelope, 'rcpt').finally(session.close)).rejects.toMatchObject({
      kind: 'protocol',
      data: { id: 'broken-reply', stage: 'mail' },
    });
  });
});
