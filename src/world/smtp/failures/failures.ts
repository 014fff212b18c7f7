import { AkrelayError, type ErrorKind } from '../../../errors.js';
import { ehloHint } from '../../../relay/refusal-hints.js';
import { formatReply, outcomeOf, type SmtpReply } from '../../../relay/smtp-reply.js';
import { type SmtpStage, stagePhrase } from '../../../relay/smtp-stage.js';
import type { OutOfStep } from '../channel/conversation.js';

/** Everything that can end a session before the final dot; `id` is stable and goes into the JSON of the error. */
export interface Failure {
  readonly id: string;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint: string;
  /** The relay's own words, when it gave any. */
  readonly reply?: SmtpReply;
  readonly stage: SmtpStage;
  readonly cause?: unknown;
}

/** The error for a failure. */
export function failureError({ id, kind, message, hint, reply, stage, cause }: Failure): AkrelayError {
  const data = { id, stage, ...(reply ? { reply: replyData(reply) } : {}) };
  return new AkrelayError(kind, { message, hint, data, cause });
}

function replyData({ replyCode, enhancedStatusCode, text }: SmtpReply): Record<string, unknown> {
  return { replyCode, enhancedStatusCode: enhancedStatusCode ?? null, text };
}

export const tryAgain = 'Try again later; if it stays, ask the relay’s support, with what akrelay check shows.';

/** A budget that ran out. */
export function timeoutFailure(relay: string, stage: SmtpStage, waitedMs: number): Failure {
  const hints: Partial<Record<SmtpStage, string>> = {
    connect: 'A firewall may drop the connection: many clouds block outgoing port 25. Try port 587.',
    greeting: 'A port with TLS from the start stays silent until TLS begins: check tls: implicit, or try again later.',
    tls: 'Check that the port speaks what tls: says (587 starttls, 465 implicit), then try again.',
  };
  return {
    id: `timeout-${stage}`,
    kind: 'temporary',
    stage,
    message: `${relay} gave no answer for ${seconds(waitedMs)} ${stagePhrase[stage]}.`,
    hint: hints[stage] ?? tryAgain,
  };
}

/** The time for the whole session is used up. */
export function outOfTimeFailure(relay: string, stage: SmtpStage, totalMs: number): Failure {
  return {
    ...timeoutFailure(relay, stage, totalMs),
    message: `${relay} was not done within ${seconds(totalMs)}; the time ran out ${stagePhrase[stage]}.`,
    hint: 'Give it more time: --timeout 300',
  };
}

/** Whether TLS stands when something happens. */
export type Cover = 'in-clear' | 'in-tls';

/** The connection ended before the conversation did. */
export function closedFailure(relay: string, stage: SmtpStage, cause: unknown, cover: Cover = 'in-clear'): Failure {
  const hint =
    stage === 'greeting'
      ? cover === 'in-tls'
        ? 'The relay may refuse this address, or the client certificate: ask its support.'
        : 'The relay may refuse this address, or expect TLS from the start (tls: implicit): check the port and tls.'
      : stage === 'tls'
        ? 'Check that the port speaks what tls: says (587 starttls, 465 implicit).'
        : tryAgain;
  return {
    id: `closed-${stage}`,
    kind: stage === 'tls' ? 'tls' : 'protocol',
    stage,
    message: `${relay} closed the connection ${stagePhrase[stage]}.`,
    hint,
    cause,
  };
}

/** A refusal of the session itself: greeting or EHLO answered with 4yz or 5yz. `ehloName` is what this machine called itself. */
export function refusedSession(relay: string, stage: SmtpStage, reply: SmtpReply, ehloName: string): Failure {
  const deferred = outcomeOf(reply) === 'deferred';
  const aboutName = stage === 'ehlo' ? ehloHint(reply, ehloName) : undefined;
  return {
    id: `${stage}-${reply.replyCode === 421 ? '421' : deferred ? '4yz' : '5yz'}`,
    kind: deferred ? 'temporary' : 'rejected',
    stage,
    reply,
    message: `${relay} ${deferred ? 'does not take mail now' : 'refuses this client'}: ${formatReply(reply)}`,
    hint:
      aboutName ??
      (deferred
        ? 'Try again later; the relay may limit connections.'
        : 'Ask the relay whether it serves your IP address and account.'),
  };
}

/** Something that is no SMTP reply. */
export function notSmtpFailure(relay: string, stage: SmtpStage, said: string): Failure {
  return {
    id: stage === 'greeting' ? 'not-smtp' : `garbage-${stage}`,
    kind: 'protocol',
    stage,
    message: `${relay} does not speak SMTP: it said '${said.slice(0, 120)}' ${stagePhrase[stage]}.`,
    hint: 'Check the host and the port of the sender; 587 is usual for relays.',
  };
}

/** More than any reply has. */
export function brokenReply(relay: string, stage: SmtpStage): Failure {
  return {
    id: 'broken-reply',
    kind: 'protocol',
    stage,
    message: `${relay} sent a reply that is too long to be one ${stagePhrase[stage]}.`,
    hint: tryAgain,
  };
}

/** Replies that do not belong to the commands any more: what they say of the message cannot be believed. */
export function outOfStepFailure(relay: string, stage: SmtpStage, why: OutOfStep, said: string): Failure {
  const text = said.replace(/\n\d{3}[ -]?/g, ' ').slice(0, 120);
  const says = {
    unasked: `sent an answer that nothing asked for: ${text}`,
    unfit: `said ${text}, which is no answer to ${stage.toUpperCase()}`,
    early: `answered before it had the whole message: ${text}`,
  };
  return {
    id: 'out-of-step',
    kind: 'protocol',
    stage,
    message: `${relay} ${says[why]}`,
    hint: 'Its answers no longer match what was asked, so the session was ended; no message was handed over. Look at it with --transcript.',
  };
}

function seconds(ms: number): string {
  const value = ms / 1000;
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} s`;
}
