import {
  type CauseCounts,
  type FindingCounts,
  type Judged,
  longestWayMs,
  type ReconciledMessage,
  reconciliation,
  remarks,
  type StoreFacts,
  type Totals,
} from '../../events/reconcile/index.js';
import type { ExitName } from '../../exit-code.js';
import type { EventsRoom } from '../../world/events/events-room.js';
import type { EventStore } from '../../world/events/store.js';
import type { World } from '../../world/world.js';
import type { CommandSpec } from '../command.js';
import { repeated, withExamples, withExitCodes } from '../declare.js';
import { duration } from '../duration.js';
import { declarePeriod, type PeriodOptions, periodAt, readPeriod } from '../events/query.js';
import { openStore, readStore, storeFlag, storeHelp } from '../events/setup.js';
import { filePath, readOption, readOptions } from '../words.js';
import { pullHistory } from './pull.js';
import { readReceipts } from './receipts.js';

interface Options extends PeriodOptions {
  readonly store: string | undefined;
  readonly receipts: readonly string[];
  readonly patienceMs: number;
  readonly temp: string | undefined;
  readonly pull: { readonly ca: string | undefined } | undefined;
}

export interface ReconcileResult {
  readonly facts: StoreFacts;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** What does not fit, as it is found. */
  readonly messages: AsyncIterable<readonly ReconciledMessage[]>;
  /** Whole when the messages were read. */
  readonly totals: () => Readonly<Totals>;
  readonly findings: () => FindingCounts;
  readonly causes: () => CauseCounts;
  readonly verdict: () => ReconcileVerdict;
}

/** `cannot-tell`: there is nothing to compare, or all that is missing may still come. */
export type ReconcileVerdict = 'complete' | 'missing' | 'cannot-tell';

/** The days within which Sendsay's documentation lets figures differ. */
const patienceDefaultMs = 3 * 86_400_000;

export const spec: CommandSpec<Options, ReconcileResult> = {
  declare: (command) => {
    command
      .description(
        'Compare the reports of Altcraft, the relay and akrelay send message by message (sent, accepted, delivered, bounced), and list what is missing on one side, with the likely cause.',
      )
      .option('--receipt <file>', 'receipt written by akrelay send, repeatable', repeated);
    declarePeriod(command);
    command
      .option('--patience <duration>', 'how long a report may take before it counts as missing (default: 3d)')
      .option(storeFlag, storeHelp)
      .option(
        '--pull',
        "first fetch Altcraft's history of the period, and store events that the webhook missed (Sendsay has no such request)",
      )
      .option('--ca <file>', 'also trust this certificate authority (PEM)')
      .option('--temp <folder>', 'folder for temporary files of large stores (default: $TMPDIR)');
    withExitCodes(command, {
      0: 'nothing is missing',
      1: 'something is missing',
      2: 'cannot tell, or it can still arrive',
    });
    withExamples(command, [
      'akrelay stats reconcile',
      'akrelay stats reconcile --since 2026-11-01 --until 2026-12-01',
      'akrelay stats reconcile --receipt receipt.json --patience 1h',
      'akrelay stats reconcile --since 7d --pull',
      'akrelay stats reconcile --format ndjson | jq -r .recipient',
    ]);
  },
  parse: ({ options }) => ({
    ...readPeriod(options),
    receipts: readOptions(filePath, '--receipt', options['receipt']) ?? [],
    patienceMs: readOption(duration, '--patience', options['patience']) ?? patienceDefaultMs,
    temp: readOption(filePath, '--temp', options['temp']),
    pull: options['pull'] === true ? { ca: readOption(filePath, '--ca', options['ca']) } : undefined,
    store: readStore(options),
  }),
  run: async (options, world) => {
    const room = await world.events();
    const store = await openStore(options.store, world);
    const { sinceMs, untilMs } = periodAt(options, world.clock.now());
    if (options.pull !== undefined) await pullHistory(store, { ...options.pull, sinceMs, untilMs }, world);
    const judged = await judge(store, options, room, world);
    const verdict = (): ReconcileVerdict => verdictOf(judged);
    const { facts, verdicts, messages } = judged;
    const { totals, findings, causes } = verdicts;
    const result = { facts, sinceMs, untilMs, messages, totals: () => totals, findings, causes, verdict };
    return { result, exit: () => exits[verdict()] };
  },
};

const exits: Readonly<Record<ReconcileVerdict, ExitName>> = {
  complete: 'done',
  missing: 'no',
  'cannot-tell': 'unknown',
};

async function judge(store: EventStore, options: Options, room: EventsRoom, world: World): Promise<Judged> {
  const gathering = reconciliation(() => room.newSorter(options.temp));
  const now = world.clock.now();
  const { sinceMs, untilMs } = periodAt(options, now);
  // What belongs to a message of the period may have happened outside it.
  const query = { sinceMs: sinceMs && sinceMs - longestWayMs, untilMs: untilMs && untilMs + longestWayMs };
  try {
    for (const name of options.receipts) await gathering.addReceipts(await readReceipts(name, world));
    for await (const { events, receivedAt, via } of store.bodies(query))
      await gathering.addEvents(events, Date.parse(receivedAt), via);
    const downtimes = await store.downtimes();
    const nowMs = now.getTime();
    const judged = gathering.judged({ sinceMs, untilMs, downtimes, nowMs, patienceMs: options.patienceMs });
    return { ...judged, messages: closing(judged.messages, gathering.close) };
  } catch (error) {
    await gathering.close();
    throw error;
  }
}

async function* closing<Item>(items: AsyncIterable<Item>, close: () => Promise<void>): AsyncGenerator<Item> {
  try {
    yield* items;
  } finally {
    await close();
  }
}

function verdictOf({ facts, verdicts }: Judged): ReconcileVerdict {
  const { messages, sentByReceipt } = verdicts.totals;
  const [causes, findings] = [verdicts.causes(), verdicts.findings()];
  const all = Object.values(findings).reduce((sum, count) => sum + count, 0);
  const harmless = remarks.reduce((sum, remark) => sum + (findings[remark] ?? 0), 0);
  const early = causes['too-early'] ?? 0;
  const missing = all - harmless - early;
  const isOneSided = facts.platform.events === 0 && sentByReceipt === 0;
  if (messages === 0 || isOneSided) return 'cannot-tell';
  if (missing > 0) return 'missing';
  return early > 0 ? 'cannot-tell' : 'complete';
}
