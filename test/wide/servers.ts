import { afterAll, describe, expect, test } from '@jest/globals';
import { asBrokenRelay } from '../support/servers/as-broken-relay.js';
import { asReceiver } from '../support/servers/as-receiver.js';
import { asRelay } from '../support/servers/as-relay.js';
import { serverBench } from '../support/servers/bench.js';
import { installedServers } from '../support/servers/installed.js';
import { report } from '../support/servers/report.js';

const { ready, missing } = installedServers();
for (const line of missing) report(line);

test('every server that is here is tested, and the others are named', () => {
  const named = [...ready.map(({ name }) => name), ...missing.map((line) => line.split(':')[0])];
  expect(named.sort()).toEqual(['Exim', 'OpenSMTPD', 'Postfix']);
});

/** jest refuses an empty table. */
if (ready.length > 0)
  describe.each(ready.map((one) => [`${one.name} ${one.version}`, one] as const))('%s', (title, installed) => {
    const bench = serverBench(installed);
    afterAll(() => report(`${title}: ran`));
    if (installed.tls === 'works') describe('as a relay', () => asRelay(bench));
    else describe('as a relay whose TLS is broken', () => asBrokenRelay(bench));
    describe('as the receiving server', () => asReceiver(bench));
  });
