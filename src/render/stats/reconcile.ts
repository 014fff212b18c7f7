import type { RenderContext, View } from '../../commands/command.js';
import type { ReconcileResult } from '../../commands/stats/reconcile.js';
import {
  type Cause,
  causeTable,
  type Finding,
  findings as findingTable,
  type ReconciledMessage,
  remarks,
  type Totals,
} from '../../events/reconcile/index.js';
import { isoTime } from '../events/event-json.js';
import { jsonLine } from '../json.js';
import { type Column, renderTable } from '../table.js';
import { messageFields, summaryFields } from './reconcile-json.js';

export const statsReconcileView: View<ReconcileResult> = {
  human: (result, context) => text(result, context),
  json: (result) => document(result),
  ndjson: ({ messages }) => lines(messages),
};

/** Messages that a person is shown, those that do not match first; the machine formats have all. */
const shownAtMost = 20;

async function* text(result: ReconcileResult, context: RenderContext): AsyncGenerator<string> {
  const [open, complete]: [ReconciledMessage[], ReconciledMessage[]] = [[], []];
  let all = 0;
  for await (const portion of result.messages)
    for (const message of portion) {
      all += 1;
      const those = message.findings.every(({ finding }) => isRemark(finding)) ? complete : open;
      if (those.length < shownAtMost) those.push(message);
    }
  const first = [...open, ...complete].slice(0, shownAtMost);
  yield `${headline(result)}\n\n`;
  yield totalsTable(result.totals(), context);
  if (all === 0) return;
  yield `\n${findingsTable(result, context)}`;
  yield `\n${messagesTable(first, context)}`;
  if (all > first.length) yield `… and ${count(all - first.length)} more: --format ndjson lists all\n`;
  yield `\n${causesText(result)}`;
}

function isRemark(finding: string): boolean {
  return (remarks as readonly string[]).includes(finding);
}

function headline({ verdict, totals, findings, facts }: ReconcileResult): string {
  const { messages, reportedAtRelay: unclear } = totals();
  const notMatching = (): string => {
    const open = missingOf(findings());
    return `${count(open)} of ${count(messages)} ${messages === 1 ? 'message' : 'messages'} ${open === 1 ? 'does' : 'do'} not match`;
  };
  switch (verdict()) {
    case 'complete':
      return `COMPLETE: nothing is missing in ${count(messages)} ${messages === 1 ? 'message' : 'messages'}${unclear === 0 ? '' : `, but ${withoutOutcome(unclear)}`}.`;
    case 'missing':
      return `MISSING: ${notMatching()}.`;
    case 'cannot-tell':
      if (messages === 0) return 'CANNOT TELL: the store has no messages from this period.';
      if (facts.platform.events === 0)
        return "CANNOT TELL: only the relay reports. Receive Altcraft's Action Hooks too, or give receipts with --receipt.";
      return `CANNOT TELL: ${notMatching()} yet; missing events can still arrive.`;
  }
}

function withoutOutcome(unclear: number): string {
  return `the relay's reports of ${count(unclear)} have no readable outcome; set its field in the config, events.sendsay.fields.status`;
}

function missingOf(findings: Readonly<Partial<Record<Finding, number>>>): number {
  return Object.entries(findings).reduce((sum, [finding, messages]) => (isRemark(finding) ? sum : sum + messages), 0);
}

const totalRows = [
  ['sentByPlatform', 'sent, according to Altcraft'],
  ['sentByReceipt', 'sent by akrelay (receipts)'],
  ['accepted', 'accepted by the relay'],
  ['refused', 'refused by the relay'],
  ['suppressed', 'suppressed by Altcraft'],
  ['deliveredAtRelay', 'delivered, according to the relay'],
  ['deliveredInPlatform', 'delivered, according to Altcraft'],
  ['bouncedAtRelay', 'bounced, according to the relay'],
  ['bouncedInPlatform', 'bounced, according to Altcraft'],
  ['bouncedAtRelayOnly', 'bounced at the relay, not in Altcraft'],
  ['deferredAtRelay', 'only soft bounces, according to the relay'],
  ['deferredInPlatform', 'only soft bounces, according to Altcraft'],
  ['reportedAtRelay', 'reported by the relay, outcome unknown'],
  ['pulledOnly', 'known only from --pull'],
  ['copies', 'events received again'],
  ['joinedByRecipient', 'without a common id, matched by recipient'],
] as const satisfies readonly (readonly [keyof Totals, string])[];

const always: readonly (keyof Totals)[] = [
  'sentByPlatform',
  'deliveredAtRelay',
  'deliveredInPlatform',
  'bouncedAtRelay',
  'bouncedInPlatform',
];

function totalsTable(totals: Readonly<Totals>, { columns, paint }: RenderContext): string {
  const rows = totalRows
    .filter(([name]) => totals[name] > 0 || always.includes(name))
    .map(([name, label]) => [label, count(totals[name])]);
  return renderTable([kept('MESSAGES'), kept('COUNT')], rows, columns, paint.bold);
}

function findingsTable({ findings }: ReconcileResult, { columns, paint }: RenderContext): string {
  const counts = findings();
  const rows = Object.entries(findingTable).flatMap(([finding, { says }]) => {
    const messages = counts[finding as Finding];
    return messages === undefined ? [] : [[finding, count(messages), says]];
  });
  return renderTable(
    [kept('FINDING'), kept('MESSAGES'), { title: 'MEANS', width: 'wraps' }],
    rows,
    columns,
    paint.bold,
  );
}

function messagesTable(messages: readonly ReconciledMessage[], { columns, paint }: RenderContext): string {
  const head = [kept('TIME (UTC)'), shrinking('RECIPIENT'), shrinking('MESSAGE'), kept('FINDING'), shrinking('CAUSE')];
  const rows = messages.flatMap(({ message, findings }) =>
    findings.map(({ finding, cause }) => [
      shortTime(message.firstMs),
      message.recipient || '-',
      message.token || message.messageId || message.letter || message.issue || '-',
      finding,
      causeWord(cause),
    ]),
  );
  return renderTable(head, rows, columns, paint.bold);
}

function causeWord({ cause, period }: Cause): string {
  if (period === undefined) return cause;
  const [from, to] = [period.fromMs, period.toMs].map((ms) => (Number.isFinite(ms) ? shortTime(ms) : undefined));
  return [cause, from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');
}

/** What nothing is lost by: last, as in the other tables. */
const harmless: readonly string[] = ['duplicate', 'late-event'];

function causesText({ causes }: ReconcileResult): string {
  const counts = causes();
  const isHarmless = ({ cause }: { readonly cause: string }): boolean => harmless.includes(cause);
  return [...causeTable.filter((row) => !isHarmless(row)), ...causeTable.filter(isHarmless)]
    .filter(({ cause }) => counts[cause] !== undefined)
    .map(({ cause, says, fix }) => `${cause} (${count(counts[cause] ?? 0)}): ${says}.\n  ${fix}\n`)
    .join('');
}

async function* document(result: ReconcileResult): AsyncGenerator<string> {
  yield '{\n  "schema": "akrelay/stats-reconcile@1",\n  "messages": [';
  let before = '\n    ';
  for await (const portion of result.messages)
    for (const message of portion) {
      yield `${before}${JSON.stringify(messageFields(message))}`;
      before = ',\n    ';
    }
  yield before.startsWith(',') ? '\n  ],\n' : '],\n';
  yield `  ${JSON.stringify(summaryFields(result), null, 2).slice(4, -2)}\n}\n`;
}

/** One object a line, as each is found. */
async function* lines(messages: ReconcileResult['messages']): AsyncGenerator<string> {
  for await (const portion of messages)
    yield portion.map((message) => jsonLine('stats-reconcile-message@1', messageFields(message))).join('');
}

function shortTime(ms: number): string {
  return (isoTime(ms) ?? '-').slice(0, 19).replace('T', ' ');
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function kept(title: string): Column {
  return { title, width: 'kept' };
}

function shrinking(title: string): Column {
  return { title, width: 'shrinks' };
}
