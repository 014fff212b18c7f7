import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { AkrelayError, cancelledError } from '../../errors.js';
import { bytesWithin } from '../bytes-within.js';
import { deadlineIn } from '../deadline.js';
import { codeOf, reasonOf } from '../files/node-reason.js';
import { handshakeFailure } from '../smtp/failures/tls-failures.js';
import { tlsOptions } from '../smtp/tls-options.js';
import { answerTo } from '../web/ask-web.js';
import type { MailpitAccess } from './mailboxes.js';

export interface HttpPlace extends MailpitAccess {
  readonly timeoutMs: number;
  readonly cancelled: AbortSignal;
  /** Masks the secrets of the call in what the server says. */
  readonly mask: (text: string) => string;
}

interface Asked {
  readonly method: 'GET' | 'DELETE';
  /** Below `/api/v1/`. */
  readonly path: string;
  readonly mostBytes: number;
  readonly body?: string;
}

/** The server has not what was asked for, or is another than was thought. */
export class NotThere extends AkrelayError {}

/** The body of an answer of 200; redirects are not followed. Throws in words. */
export async function askServer(server: HttpPlace, asked: Asked): Promise<Uint8Array> {
  const late = deadlineIn(server.timeoutMs, server.cancelled);
  const { signal } = late;
  try {
    const response = await ask(server, asked, signal);
    const { statusCode = 0 } = response;
    if (statusCode !== 200) {
      response.destroy();
      throw refused(server, statusCode);
    }
    return await bodyOf(response, asked.mostBytes, server.url);
  } catch (error) {
    if (server.cancelled.aborted) throw cancelledError(undefined, error);
    if (error instanceof AkrelayError) throw error;
    throw signal.aborted ? slow(server) : failed(server, error as Error);
  } finally {
    late.end();
  }
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

async function ask(server: HttpPlace, { method, path, body }: Asked, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(`${server.url.replace(/\/+$/, '')}/api/v1/${path}`);
  const { login } = server;
  const headers = {
    Accept: 'application/json, text/plain',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
    ...(login && {
      Authorization: `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`,
    }),
  };
  const options = { method, headers, signal, agent: false as const };
  const request =
    url.protocol === 'https:'
      ? https.request(url, { ...options, ...secured(server, url) })
      : http.request(url, options);
  request.end(body);
  return answerTo(request);
}

function secured({ tlsName, caPem }: HttpPlace, { hostname }: URL) {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const { host: _name, ...options } = tlsOptions({ host, tlsName, caPem, clientCertificate: undefined }, 'verified');
  return { ...options, rejectUnauthorized: true };
}

async function bodyOf(response: IncomingMessage, mostBytes: number, url: string): Promise<Buffer> {
  const bytes = await bytesWithin(response, mostBytes);
  if (bytes !== undefined) return bytes;
  throw new AkrelayError('protocol', {
    message: `${url} sends too much data.`,
    hint: 'Check that this is the URL of Mailpit.',
    data: { id: 'mailbox-protocol' },
  });
}

function refused({ url }: HttpPlace, status: number): AkrelayError {
  if (status === 401 || status === 403)
    return new AkrelayError('authentication', {
      message: `${url} rejects the login (HTTP ${status}).`,
      hint: 'Check the user name and password of the mailbox.',
      data: { id: 'mailbox-auth-refused' },
    });
  const isBusy = status === 429 || status >= 500;
  return new (status === 404 ? NotThere : AkrelayError)(isBusy ? 'temporary' : 'protocol', {
    message: `${url} replies with HTTP status ${status}.`,
    hint: isBusy ? 'Try again later.' : "Use the URL of Mailpit's web interface, such as http://127.0.0.1:8025.",
    data: { id: isBusy ? 'mailbox-busy' : 'mailbox-protocol' },
  });
}

function slow({ url, timeoutMs }: HttpPlace): AkrelayError {
  return new AkrelayError('temporary', {
    message: `${url} did not answer within ${timeoutMs / 1000} seconds.`,
    hint: 'Try again later, or allow more time: --timeout 300',
    data: { id: 'mailbox-timeout' },
  });
}

function failed({ url, mask }: HttpPlace, error: Error): AkrelayError {
  const code = codeOf(error);
  const { host, hostname, protocol } = new URL(url);
  if (protocol === 'https:' && /CERT|TLS|SSL|UNABLE|UNSPECIFIED|INVALID_CA|SELF_SIGNED|EPROTO/.test(code)) {
    const { id, message } = handshakeFailure(host, hostname, error, 'nothing-shown', mask);
    const hint =
      'If it uses a private authority, trust it with --ca authority.pem. If it uses plain HTTP, use http://.';
    return new AkrelayError('tls', { message, hint, data: { id }, cause: error });
  }
  const isUnknown = code === 'ENOTFOUND';
  return new AkrelayError(isUnknown ? 'host-not-found' : 'unreachable', {
    message: isUnknown
      ? `${hostname} does not resolve: there is no such host.`
      : `${url} cannot be reached: ${reason(error)}.`,
    hint: 'Check the URL of the mailbox, and that Mailpit is running.',
    data: { id: isUnknown ? 'mailbox-no-host' : 'mailbox-unreachable' },
    cause: error,
  });
}

function reason(error: Error): string {
  return codeOf(error) === 'ECONNREFUSED' ? 'the connection was refused' : reasonOf(error);
}
