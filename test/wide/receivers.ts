import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deliveriesFor } from '../support/receivers/deliveries.js';
import { installedReceivers } from '../support/receivers/installed.js';
import type { Judgement } from '../support/receivers/judge.js';
import { type Outcome, runLane } from '../support/receivers/lane.js';
import { type OwnNetwork, startNetwork } from '../support/receivers/own-network.js';
import { type Verdicts, verdictsAllowed } from '../support/receivers/verdicts-allowed.js';
import { report } from '../support/servers/report.js';

const { ready, missing } = installedReceivers();
for (const line of missing) report(line);

let network: OwnNetwork;
beforeAll(async () => {
  if (ready.length > 0) network = await startNetwork();
});
afterAll(() => network?.stop());

test('every receiver is run or named as not run', () => {
  expect(ready.length + missing.length).toBeGreaterThan(0);
});

/** jest refuses an empty table. */
if (ready.length > 0)
  describe.each(ready.map((one) => [one.title, one] as const))('%s', (title, receiver) => {
    const deliveries = deliveriesFor(receiver);
    let outcomes: ReadonlyMap<string, Outcome>;
    beforeAll(async () => {
      const all = await runLane(receiver, network);
      outcomes = new Map(all.map((outcome) => [outcome.delivery.name, outcome]));
    }, 240_000);
    afterAll(() => {
      const taken = [...(outcomes?.values() ?? [])].filter(({ text }) => text !== '').length;
      report(`${title}: ran, ${taken} of ${deliveries.length} messages stored`);
    });

    test.each(deliveries.map((delivery) => [delivery.name, delivery] as const))('%s', (name, delivery) => {
      const { ending, received, text, named, inferred } = outcomes.get(name) as Outcome;
      if (ending.taken && text === '') {
        // It was taken and then bounced.
        expect(`${delivery.truth}: bounced`).toMatch(/^never:/);
        return;
      }
      if (!ending.taken) {
        // A server may refuse a liar; that it takes the plain ones is what makes the others worth something.
        expect(`${delivery.truth}: ${ending.reply}`).toMatch(/^never:/);
        return;
      }
      const wanted = verdictsAllowed(delivery.truth, receiver);
      expect(told(named, received)).toMatch(oneOf(wanted.named));
      expect(told(inferred, received)).toMatch(oneOf(wanted.inferred));
    });
  });

/** With the lines, so that a failure shows them. */
function told(judgement: Judgement | undefined, received: readonly string[]): string {
  return [`${judgement?.verdict}: ${judgement?.reason}`, ...received.map((body) => `Received:${body}`)].join('\n');
}

function oneOf(verdicts: Verdicts): RegExp {
  return new RegExp(`^(?:${verdicts.join('|')}):`);
}
