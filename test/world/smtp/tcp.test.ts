import { expect, test } from '@jest/globals';
import { budgetsWithin } from '../../../src/relay/budgets.js';
import { nodeClock } from '../../../src/world/node-clock.js';
import { connectTcp, tryAddresses } from '../../../src/world/smtp/tcp.js';

const target = { host: '127.0.0.1', port: 9, budgets: budgetsWithin(1_000) };
const tools = { clock: nodeClock, cancelled: AbortSignal.abort() };

test('Ctrl-C while a connection is made is no failure of the relay', async () => {
  await expect(connectTcp(target, tools)).rejects.toMatchObject({ kind: 'cancelled' });
  await expect(tryAddresses(target, ['127.0.0.1'], tools)).rejects.toMatchObject({ kind: 'cancelled' });
});
