import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { AkrelayError } from '../../../src/errors.js';
import { budgetsWithin } from '../../../src/relay/budgets.js';
import { sendOutcome } from '../../../src/relay/delivery.js';
import { nodeClock } from '../../../src/world/node-clock.js';
import { redactor } from '../../../src/world/secrets/redactor.js';
import { nodeSmtp } from '../../../src/world/smtp/node-smtp.js';

const smtp = nodeSmtp({ clock: nodeClock, cancelled: new AbortController().signal, secrets: redactor() });
const envelope = { reversePath: 'a@example.com', forwardPaths: ['b@example.net', 'c@example.net'] };
const message = Buffer.from('Subject: x\r\n\r\nhello\r\n');

/** What a session consists of: what the client says, and the answer. */
const answers: readonly (readonly [RegExp, string])[] = [
  [/^EHLO/, '250-relay.example\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 AUTH LOGIN\r\n'],
  [/^AUTH/, '334 VXNlcm5hbWU6\r\n'],
  [/^dXNlcg==$/, '334 UGFzc3dvcmQ6\r\n'],
  [/^cGFzcw==$/, '235 2.7.0 Welcome\r\n'],
  [/^MAIL/, '250 2.1.0 Ok\r\n'],
  [/^RCPT/, '250 2.1.5 Ok\r\n'],
  [/^DATA/, '354 Go on\r\n'],
  [/^\.$/, '250 2.0.0 Ok: queued as X1\r\n'],
  [/^QUIT/, '221 2.0.0 Bye\r\n'],
];
const greeting = '220 relay.example ESMTP\r\n';

/** Plays the session and closes after so many bytes of its own. */
async function relayThatCloses(
  afterBytes: number,
  how: 'close' | 'reset',
): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    let left = afterBytes;
    const say = (text: string): void => {
      if (left <= 0) return;
      socket.write(text.slice(0, left));
      left -= text.length;
      if (left <= 0) end(socket, how);
    };
    say(greeting);
    socket.on('data', (chunk: Uint8Array) => {
      for (const line of Buffer.from(chunk).toString().split('\r\n'))
        say(answers.find(([pattern]) => pattern.test(line))?.[1] ?? '');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

function end(socket: Socket, how: 'close' | 'reset'): void {
  if (how === 'close') socket.end();
  else socket.resetAndDestroy();
}

async function outcomeAfter(afterBytes: number, how: 'close' | 'reset'): Promise<string> {
  const relay = await relayThatCloses(afterBytes, how);
  const access = {
    host: '127.0.0.1',
    port: relay.port,
    tls: 'none',
    auth: { method: 'login', username: 'user', password: 'pass' },
    caPem: undefined,
    budgets: budgetsWithin(5_000),
  } as const;
  try {
    const session = await smtp.open(access);
    const delivery = await session.send(envelope, message).finally(session.close);
    return sendOutcome(delivery);
  } catch (error) {
    if (error instanceof AkrelayError) return String(error.data['id']);
    throw error;
  } finally {
    relay.close();
  }
}

const all = [greeting, ...answers.flatMap(([pattern, text]) => (pattern.source === '^RCPT' ? [text, text] : [text]))];
const totalBytes = all.join('').length;
/** Where the answer to the final dot begins, and where it is whole. */
const dotBytes = totalBytes - '221 2.0.0 Bye\r\n'.length - '250 2.0.0 Ok: queued as X1\r\n'.length;
const verdictBytes = totalBytes - '221 2.0.0 Bye\r\n'.length;

/** A reset may overtake what was said before it. */
describe.each(['close', 'reset'] as const)('a relay that ends the session after every number of bytes (%s)', (how) => {
  test('is never believed to have accepted, or refused, what it did not answer', async () => {
    const wrong: string[] = [];
    for (let bytes = 1; bytes <= totalBytes; bytes++) {
      const outcome = await outcomeAfter(bytes, how);
      const isRight =
        bytes < dotBytes
          ? /^closed-/.test(outcome)
          : bytes < verdictBytes
            ? /^(maybe-accepted|closed-)/.test(outcome)
            : outcome === 'accepted' || (how === 'reset' && /^(maybe-accepted|closed-)/.test(outcome));
      if (!isRight) wrong.push(`${bytes} of ${totalBytes} (dot ${dotBytes}, verdict ${verdictBytes}): ${outcome}`);
    }
    expect(wrong).toEqual([]);
  });
});
