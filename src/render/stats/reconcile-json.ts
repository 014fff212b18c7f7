import type { ReconcileResult } from '../../commands/stats/reconcile.js';
import {
  type Cause,
  causeTable,
  type Message,
  type ReconciledMessage,
  type Side,
} from '../../events/reconcile/index.js';
import { isoTime } from '../events/event-json.js';

/** A message as JSON shows it: what nobody said is null, times are ISO 8601 UTC. */
export function messageFields({ message, findings }: ReconciledMessage) {
  const { recipient, joinedBy, firstMs, receipt, relay, platform } = message;
  return {
    findings: findings.map(({ finding, cause }) => ({ finding, ...causeFields(cause) })),
    recipient: orNull(recipient),
    ids: idFields(message),
    joinedBy,
    firstAt: isoTime(firstMs) ?? null,
    receipt: receipt === 'none' ? null : receipt,
    relay: sideFields(relay),
    platform: sideFields(platform),
  };
}

function causeFields({ cause, period }: Cause) {
  return { cause, from: isoTime(period?.fromMs) ?? null, to: isoTime(period?.toMs) ?? null };
}

function idFields({ token, messageId, letter, issue }: Message) {
  return { token: orNull(token), messageId: orNull(messageId), letter: orNull(letter), issue: orNull(issue) };
}

function sideFields({ events, sentMs, acceptedMs, outcome, outcomeMs, status, copies, pulled }: Side) {
  return {
    events,
    sentAt: isoTime(sentMs) ?? null,
    acceptedAt: isoTime(acceptedMs) ?? null,
    outcome: outcome === 'none' ? null : outcome,
    outcomeAt: isoTime(outcomeMs) ?? null,
    status: orNull(status),
    copies,
    pulled,
  };
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** What is next to the messages; to be asked when they were all read. */
export function summaryFields(result: ReconcileResult) {
  const { facts, sinceMs, untilMs, verdict, totals, findings, causes } = result;
  const counts = causes();
  return {
    verdict: verdict(),
    period: { from: isoTime(sinceMs) ?? null, to: isoTime(untilMs) ?? null },
    totals: totals(),
    findings: findings(),
    causes: causeTable.flatMap(({ cause, says, fix }) => {
      const messages = counts[cause];
      return messages === undefined ? [] : [{ cause, messages, says, fix }];
    }),
    downtimes: facts.downtimes.map(({ fromMs, toMs }) => ({
      from: isoTime(fromMs) ?? null,
      to: isoTime(toMs) ?? null,
    })),
  };
}
