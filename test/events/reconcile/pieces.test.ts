import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Account, Step, Witness } from '../../../src/events/reconcile/account.js';
import { gathering } from '../../../src/events/reconcile/gather.js';
import { grouping } from '../../../src/events/reconcile/group.js';
import { verdicts } from '../../../src/events/reconcile/totals.js';

const sentMs = Date.UTC(2026, 0, 10);

function account(token: string, witness: Witness, step: Step, more: Partial<Account> = {}): Account {
  const atMs = sentMs + 5_000;
  const ids = { token, messageId: '', letter: '', event: '', status: '', issue: '' };
  return {
    ...ids,
    ...{ witness, step, atMs, receivedMs: atMs + 60_000, isPulled: false, recipient: `${token}@example.com` },
    ...more,
  };
}

/** What may be told of one message, in any number of pieces. */
const told: readonly ((token: string) => Account)[] = [
  (token) => account(token, 'platform', 'sent', { atMs: sentMs }),
  (token) => account(token, 'platform', 'delivered'),
  (token) => account(token, 'relay', 'delivered'),
  (token) => account(token, 'relay', 'hard-bounce', { atMs: sentMs + 9_000, status: '-1 550' }),
  (token) => account(token, 'relay', 'other'),
  (token) => account(token, 'relay', 'delivered', { recipient: '' }),
  (token) => account(token, 'platform', 'delivered', { recipient: 'zoe@example.com' }),
  (token) => account(token, 'receipt', 'accepted'),
  (token) => account(token, 'relay', 'other', { atMs: sentMs - 9_000_000 }),
];

function judgedOf(pieces: readonly (readonly Account[])[]): object {
  const lines = pieces.flatMap((accounts) => {
    const gathered = gathering();
    accounts.forEach(gathered.take);
    return gathered.empty().byKey;
  });
  const side = { events: 9, outcomes: 9, sends: 9, silences: [] };
  const facts = { relay: side, platform: side, downtimes: [], nowMs: Date.UTC(2026, 1, 1), patienceMs: 0 };
  const { judge, countOrdinary, totals, findings, causes } = verdicts(facts);
  const group = grouping({ tell: judge, tellOrdinary: countOrdinary });
  lines.sort().forEach(group.push);
  group.end();
  return { totals, findings: findings(), causes: causes() };
}

test('what is told of a message has the same verdict in one piece and in many', () => {
  const subsets = fc.array(fc.subarray([...told.keys()]), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(subsets, fc.infiniteStream(fc.nat(2)), (messages, toPiece) => {
      const accounts = messages.flatMap((which, n) => which.map((at) => told[at]?.(`t${n}`) as Account));
      const pieces: Account[][] = [[], [], []];
      for (const one of accounts) pieces[toPiece.next().value]?.push(one);
      expect(judgedOf(pieces)).toEqual(judgedOf([accounts]));
    }),
    { numRuns: 200 },
  );
});
