import { parseReply } from '../../relay/smtp-reply.js';
import type { SmtpStage } from '../../relay/smtp-stage.js';
import { closedFailure, type Failure, notSmtpFailure, refusedSession, tryAgain } from './failures.js';
import type { Hearing } from './hearing.js';
import { handshakeFailure, starttlsRefused, systemCode } from './tls-failures.js';

/** An error as nodemailer gives it: a closed list of codes, the reply if there was one. */
export interface LibraryError extends Error {
  readonly code?: string | undefined;
  readonly originalCode?: string | undefined;
  readonly response?: string | undefined;
}

const connectionLost = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ECONNECTION', 'ETLS', 'ESOCKET', 'ENOTCONN']);

/** Where an error was met, and how what the server said in it is heard. */
interface Where {
  readonly relay: string;
  readonly host: string;
  readonly stage: SmtpStage;
  readonly hearing: Hearing;
}

/** The failure behind an error that nodemailer gave at `stage`. By code, never by message text. */
export function classify(error: LibraryError, at: Where): Failure {
  const { relay, host, stage, hearing } = at;
  if (error.response !== undefined) return refusal(hearing.reply(error.response), relay, stage);
  const code = systemCode(error);
  if (error.code === 'EPROTOCOL') return brokenReply(relay, stage, error);
  if (stage === 'tls' && !connectionLost.has(code)) return handshakeFailure(relay, host, error, hearing);
  return closedFailure(relay, stage, error);
}

function refusal(response: string, relay: string, stage: SmtpStage): Failure {
  const reply = parseReply(response);
  if (reply === undefined || reply.replyCode < 400) return notSmtpFailure(relay, stage, response);
  return stage === 'starttls' ? starttlsRefused(relay, reply) : refusedSession(relay, stage, reply);
}

/** A reply of absurd length, or one that nothing asked for. */
export function brokenReply(relay: string, stage: SmtpStage, cause: Error | undefined): Failure {
  return {
    id: 'broken-reply',
    kind: 'protocol',
    stage,
    message: `${relay} sent a reply that is too long or that nothing asked for.`,
    hint: tryAgain,
    cause,
  };
}
