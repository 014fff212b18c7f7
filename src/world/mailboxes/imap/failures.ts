import type { ImapFlowError } from 'imapflow';
import { AkrelayError, type ErrorKind } from '../../../errors.js';
import { handshakeFailure } from '../../smtp/failures/tls-failures.js';
import { certificateName } from '../../smtp/tls-options.js';
import type { ImapAccess } from '../mailboxes.js';

interface Place {
  readonly server: string;
  readonly access: ImapAccess;
  readonly mask: (text: string) => string;
}

interface Words {
  readonly id: string;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint: string;
}

const checkServer = 'Check the host and port of the mailbox: 993 for tls: implicit, 143 for starttls.';
const checkLogin =
  'Check the user name and password. Many providers require an app password, and IMAP enabled in the settings of the mailbox.';
const tryAgain = 'Try again later.';

/** What went wrong on a connection, in words: by the code of the library or the system, never by its sentence. */
export function imapError(error: unknown, place: Place): AkrelayError {
  if (error instanceof AkrelayError) return error;
  const failed = (error ?? {}) as ImapFlowError;
  const words = refusal(failed, place) ?? network(failed, place) ?? tls(failed, place) ?? conversation(failed, place);
  const { id, kind, message, hint } = words;
  return new AkrelayError(kind, { message, hint, data: { id }, cause: error });
}

export function outOfTime(server: string, ms: number): AkrelayError {
  return new AkrelayError('temporary', {
    message: `${server} did not answer within ${Math.round(ms / 100) / 10} seconds.`,
    hint: 'Try again later, or allow more time: --timeout 300',
    data: { id: 'mailbox-timeout' },
  });
}

export function tooMuch(server: string): AkrelayError {
  return new AkrelayError('protocol', {
    message: `${server} sends too much data; akrelay closed the connection.`,
    hint: checkServer,
    data: { id: 'mailbox-protocol' },
  });
}

/** RFC 5530 §3: codes of a refusal that is not permanent. */
const temporaryCodes: ReadonlySet<string> = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'THROTTLED']);

function refusal(failed: ImapFlowError, { server, mask }: Place): Words | undefined {
  const { authenticationFailed, responseStatus, responseText, response, serverResponseCode = '', code } = failed;
  const text = responseText ?? (typeof response === 'string' ? response.replace(/^\S+ (?:NO|BAD) /, '') : '');
  const said = text === '' ? '' : `: ${mask(text).slice(0, 300)}`;
  if (temporaryCodes.has(serverResponseCode.toUpperCase()) || code === 'ETHROTTLE')
    return { id: 'mailbox-busy', kind: 'temporary', message: `${server} is busy${said}`, hint: tryAgain };
  if (authenticationFailed)
    return {
      id: 'mailbox-auth-refused',
      kind: 'authentication',
      message: `${server} rejects the login${said === '' ? '.' : said}`,
      hint: checkLogin,
    };
  if (responseStatus !== 'NO' && responseStatus !== 'BAD') return undefined;
  const message = `${server} refuses ${failed.command ?? 'a command'}${said}`;
  return {
    id: 'mailbox-refused',
    kind: 'protocol',
    message,
    hint: 'Check the permissions of this account on the server.',
  };
}

function network({ code = '' }: ImapFlowError, { server, access }: Place): Words | undefined {
  if (code === 'ENOTFOUND')
    return {
      id: 'mailbox-no-host',
      kind: 'host-not-found',
      message: `${access.host} does not resolve: there is no such host.`,
      hint: 'Check the host of the mailbox.',
    };
  if (code === 'EAI_AGAIN')
    return {
      id: 'mailbox-timeout',
      kind: 'temporary',
      message: `The name servers did not answer for ${access.host}.`,
      hint: 'Check the network and the name servers of this machine, then try again.',
    };
  if (/^(?:CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT|ETIMEOUT|ETIMEDOUT|LockTimeout)$/.test(code))
    return { id: 'mailbox-timeout', kind: 'temporary', message: `${server} does not answer.`, hint: checkServer };
  const why = unreachable[code];
  if (why === undefined) return undefined;
  return { id: 'mailbox-unreachable', kind: 'unreachable', message: `${server} ${why}.`, hint: checkServer };
}

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ENETUNREACH: 'cannot be reached: no route to that network',
  EHOSTUNREACH: 'cannot be reached: no route to that host',
  EACCES: 'cannot be reached: this machine blocks it',
  EPERM: 'cannot be reached: this machine blocks it',
};

function tls(failed: ImapFlowError, { server, access, mask }: Place): Words | undefined {
  const { code = '', tlsFailed } = failed;
  if (code === '' && tlsFailed)
    return {
      id: 'mailbox-no-starttls',
      kind: 'tls',
      message: `${server} does not offer STARTTLS, which tls: starttls requires. No credentials were sent.`,
      hint: 'Try tls: implicit on port 993.',
    };
  if (code === 'STARTTLS_INJECTION')
    return {
      id: 'mailbox-protocol',
      kind: 'tls',
      message: `${server} sent clear text between STARTTLS and the TLS handshake: something on the path may be changing the session.`,
      hint: 'Try tls: implicit on port 993. If it fails too, contact your network administrator.',
    };
  if (!/CERT|SSL|TLS|EPROTO|UNABLE|UNSPECIFIED|INVALID_CA|SELF_SIGNED/.test(code) || /^Closed/.test(code))
    return undefined;
  const found = handshakeFailure(server, certificateName(access), failed, 'nothing-shown', mask);
  return { ...found, hint: hints[found.id] ?? checkServer };
}

/** Where the advice for a relay is not that for a mailbox. */
const hints: Readonly<Record<string, string>> = {
  'tls-untrusted':
    'If the server uses a private authority, trust it with --ca authority.pem, or ca: under the mailbox.',
  'tls-wrong-name': 'Use a host name from the certificate. For a server behind a tunnel, use --tls-name or tlsName.',
  'tls-expired': 'Ask the mail provider to renew it. Also check the clock of this machine.',
  'tls-not-yet-valid': 'Check the clock of this machine.',
  'tls-weak-key': 'Ask the mail provider to replace it.',
};

function conversation({ code = '', reason }: ImapFlowError, { server, mask }: Place): Words {
  if (/TooLarge$|^TooMany|NESTING/.test(code))
    return {
      id: 'mailbox-protocol',
      kind: 'protocol',
      message: `${server} sends too much data; akrelay closed the connection.`,
      hint: checkServer,
    };
  if (/^Parser|^Unexpected|^Missing|^InvalidResponse|^Response/.test(code))
    return {
      id: 'mailbox-protocol',
      kind: 'protocol',
      message: `${server} does not speak IMAP that akrelay understands.`,
      hint: checkServer,
    };
  const said = reason === undefined || reason === '' ? '' : `: ${mask(reason).slice(0, 300)}`;
  return {
    id: 'mailbox-closed',
    kind: 'protocol',
    message: `${server} closed the connection${said === '' ? '.' : said}`,
    hint: `${checkServer} Some servers close connections when too many are open.`,
  };
}
