import { AkrelayError, type ErrorKind } from '../../../errors.js';
import { ehloHint } from '../../../relay/refusal-hints.js';
import { formatReply, outcomeOf, type SmtpReply } from '../../../relay/smtp-reply.js';
import { type SmtpStage, stageNotDone, stagePhrase } from '../../../relay/smtp-stage.js';
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

export const tryAgain = "Try again later. If it fails again, send the output of akrelay check to the relay's support.";

/** A budget that ran out. */
export function timeoutFailure(relay: string, stage: SmtpStage, waitedMs: number): Failure {
  const hints: Partial<Record<SmtpStage, string>> = {
    connect: 'A firewall may drop the connection: many clouds block outgoing port 25. Try port 587.',
    greeting: 'A port that expects TLS first sends no greeting: try tls: implicit, or try again later.',
    tls: 'Check that tls: fits the port (587 starttls, 465 implicit), then try again.',
  };
  return {
    id: `timeout-${stage}`,
    kind: 'temporary',
    stage,
    message: `${relay} ${stageNotDone[stage]} within ${seconds(waitedMs)}.`,
    hint: hints[stage] ?? tryAgain,
  };
}

/** The time for the whole session is used up. */
export function outOfTimeFailure(relay: string, stage: SmtpStage, totalMs: number): Failure {
  return {
    ...timeoutFailure(relay, stage, totalMs),
    message: `${relay} ${stageNotDone[stage]} within the time limit of ${seconds(totalMs)} for the session.`,
    hint: 'Allow more time: --timeout 300',
  };
}

/** Whether TLS is active when something happens. */
export type Cover = 'in-clear' | 'in-tls';

/** The connection ended before the conversation did. */
export function closedFailure(relay: string, stage: SmtpStage, cause: unknown, cover: Cover = 'in-clear'): Failure {
  const hint =
    stage === 'greeting'
      ? cover === 'in-tls'
        ? "The relay may block this address or reject the client certificate: ask the relay's support."
        : 'The relay may block this address or expect TLS first (tls: implicit): check the port and tls.'
      : stage === 'tls'
        ? 'Check that tls: fits the port (587 starttls, 465 implicit).'
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
    message: `${relay} ${deferred ? 'refuses mail temporarily' : 'refuses this client'}: ${formatReply(reply)}`,
    hint:
      aboutName ??
      (deferred
        ? 'Try again later: the relay may limit connections.'
        : "Ask the relay's support whether your IP address and account are allowed."),
  };
}

/** Something that is not an SMTP reply. */
export function notSmtpFailure(relay: string, stage: SmtpStage, said: string): Failure {
  return {
    id: stage === 'greeting' ? 'not-smtp' : `garbage-${stage}`,
    kind: 'protocol',
    stage,
    message: `${relay} does not speak SMTP: it sent '${said.slice(0, 120)}' ${stagePhrase[stage]}.`,
    hint: 'Check the host and port of the sender: relays usually listen on 587.',
  };
}

/** More than any reply has. */
export function brokenReply(relay: string, stage: SmtpStage): Failure {
  return {
    id: 'broken-reply',
    kind: 'protocol',
    stage,
    message: `${relay} sent a reply that is too long ${stagePhrase[stage]}.`,
    hint: tryAgain,
  };
}

/** Replies that do not belong to the commands any more: what they say of the message cannot be believed. */
export function outOfStepFailure(relay: string, stage: SmtpStage, why: OutOfStep, said: string): Failure {
  const text = said.replace(/\n\d{3}[ -]?/g, ' ').slice(0, 120);
  const says = {
    unasked: `sent an unexpected reply: ${text}`,
    unfit: `replied ${text}, which is not a reply to ${stage.toUpperCase()}.`,
    early: `replied before it had the whole message: ${text}`,
  };
  return {
    id: 'out-of-step',
    kind: 'protocol',
    stage,
    message: `${relay} ${says[why]}`,
    hint: 'Its replies do not match the commands, so akrelay ended the session; no message was sent. See the session with --transcript.',
  };
}

function seconds(ms: number): string {
  const value = ms / 1000;
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} s`;
}
