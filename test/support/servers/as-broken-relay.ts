import { expect, test } from '@jest/globals';
import { expectSecondRefused, findingsOf } from './as-relay.js';
import type { ServerBench } from './bench.js';

/** A real server that offers STARTTLS and cannot carry it out; it takes mail without. */
export function asBrokenRelay({ server, run }: ServerBench): void {
  test('the handshake fails: said so, before any credential is sent', async () => {
    const sent = await run(['send', 'login', '--ca', 'ca.pem', '--to', 'qa@example.net']);
    expect(sent).toMatchObject({ exit: 76, stdout: '' });
    expect(sent.stderr).toContain('have no common TLS settings');
    expect(findingsOf(await run(['check', 'login', '--ca', 'ca.pem', '--json']))).toEqual(['tls-handshake']);
    expect(await server().log()).not.toMatch(/authentication/);
  });

  test('no AUTH without TLS', async () => {
    const sent = await run(['send', 'no-tls', '--to', 'qa@example.net']);
    expect(sent).toMatchObject({ exit: 76, stdout: '' });
    expect(sent.stderr).toContain('offers no AUTH, but the sender has credentials. No credentials were sent');
  });

  test('check and send with neither TLS nor login; one recipient of two refused is not success', async () => {
    expect(await run(['check', 'open'])).toMatchObject({ exit: 0 });
    const sent = await run(['send', 'open', '--to', 'qa@example.net', '--to', 'nobody@example.net', '--json']);
    await expectSecondRefused(sent, server());
  });
}
