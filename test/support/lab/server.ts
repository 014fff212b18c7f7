import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Issued } from '../../../src/world/certificates.js';

/** Where a script can step in. `tls` is the handshake itself; `auth-2`, `auth-3` are the answers to a client's later lines. */
export type LabStage =
  | 'connect'
  | 'ehlo'
  | 'starttls'
  | 'tls'
  | 'auth'
  | 'auth-2'
  | 'auth-3'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'text'
  | 'dot'
  | 'rset'
  | 'quit';

/** What the server does instead of its usual answer. */
export type LabAct =
  | { readonly kind: 'say'; readonly bytes: string | Uint8Array }
  | { readonly kind: 'say-and-close'; readonly bytes: string | Uint8Array }
  | { readonly kind: 'drip'; readonly bytes: string; readonly everyMs: number }
  | { readonly kind: 'close' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'stall' };

/** A fault: at this stage, for the nth time it is reached (1 = first; undefined = always). */
export interface LabFault {
  readonly at: LabStage;
  readonly nth?: number;
  readonly act: LabAct;
}

export interface LabOptions {
  readonly tls: 'none' | 'starttls' | 'implicit';
  readonly pair?: Issued;
  /** Offered methods; empty = no AUTH. After STARTTLS only, when `tls` is starttls. */
  readonly auth: readonly string[];
  readonly extensions?: readonly string[];
  readonly faults: readonly LabFault[];
}

export interface LabServer {
  readonly port: number;
  /** Every line that clients sent, `<TLS>` where a handshake ended. */
  readonly lines: string[];
  /** The texts that were accepted. */
  readonly messages: string[];
  readonly close: () => void;
}

/** Starts a scripted SMTP server on 127.0.0.1. */
export async function startLab(options: LabOptions): Promise<LabServer> {
  const lines: string[] = [];
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, options, { lines, messages });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    lines,
    messages,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

interface Book {
  readonly lines: string[];
  readonly messages: string[];
}

function serve(plain: Socket, options: LabOptions, book: Book): void {
  const reached = new Map<LabStage, number>();
  let socket: Socket = plain;
  let waiting = '';
  let mode: 'commands' | 'auth-2' | 'auth-3' | 'text' = 'commands';
  let text: string[] = [];

  /** True when the usual answer is to be given. */
  const usual = (at: LabStage): boolean => {
    const nth = (reached.get(at) ?? 0) + 1;
    reached.set(at, nth);
    const fault = options.faults.find((one) => one.at === at && (one.nth === undefined || one.nth === nth));
    if (fault) act(fault.act);
    return fault === undefined;
  };
  const act = (what: LabAct): void => {
    if (what.kind === 'say' || what.kind === 'say-and-close') socket.write(what.bytes);
    if (what.kind === 'close' || what.kind === 'say-and-close') socket.end();
    if (what.kind === 'reset') plain.resetAndDestroy();
    if (what.kind === 'drip') drip(socket, what.bytes, what.everyMs);
  };
  const say = (at: LabStage, reply: string): boolean => {
    const plainAnswer = usual(at);
    if (plainAnswer) socket.write(`${reply}\r\n`);
    return plainAnswer;
  };
  const upgrade = (greet: () => void): void => {
    plain.removeAllListeners('data');
    if (!usual('tls')) return void plain.resume();
    const secure = new TLSSocket(plain, { isServer: true, cert: options.pair?.certPem, key: options.pair?.keyPem });
    secure.on('error', () => undefined);
    secure.on('secure', () => {
      socket = secure;
      waiting = '';
      book.lines.push('<TLS>');
      greet();
    });
    secure.on('data', onData);
  };
  const onData = (chunk: Buffer): void => {
    waiting += chunk.toString('latin1');
    for (let end = waiting.indexOf('\n'); end >= 0; end = waiting.indexOf('\n')) {
      const line = waiting.slice(0, end).replace(/\r$/, '');
      waiting = waiting.slice(end + 1);
      onLine(line);
    }
  };
  const onLine = (line: string): void => {
    if (mode === 'text') return onText(line);
    book.lines.push(line);
    if (mode !== 'commands') return onAuthLine();
    const verb = line.split(/[ :]/, 1)[0]?.toUpperCase() ?? '';
    if (verb === 'EHLO' || verb === 'HELO') say('ehlo', ehloReply(options, socket instanceof TLSSocket));
    else if (verb === 'STARTTLS') {
      if (say('starttls', '220 2.0.0 Ready')) upgrade(() => undefined);
    } else if (verb === 'AUTH') onAuth(line);
    else if (verb === 'MAIL') say('mail', '250 2.1.0 Ok');
    else if (verb === 'RCPT') say('rcpt', '250 2.1.5 Ok');
    else if (verb === 'DATA') {
      if (say('data', '354 Go on')) mode = 'text';
    } else if (verb === 'RSET') say('rset', '250 2.0.0 Ok');
    else if (verb === 'QUIT') {
      if (say('quit', '221 2.0.0 Bye')) socket.end();
    } else socket.write('502 5.5.2 What?\r\n');
  };
  const onAuth = (line: string): void => {
    const [, method = '', initial] = line.split(' ');
    if (method.toUpperCase() === 'PLAIN' && initial !== undefined) return void say('auth', '235 2.7.0 Welcome');
    const prompt = method.toUpperCase() === 'LOGIN' ? 'VXNlcm5hbWU6' : Buffer.from('<1.2@lab.test>').toString('base64');
    if (say('auth', `334 ${prompt}`)) mode = 'auth-2';
    loginNeedsThird = method.toUpperCase() === 'LOGIN';
  };
  let loginNeedsThird = false;
  const onAuthLine = (): void => {
    const last = mode === 'auth-3' || !loginNeedsThird;
    const at = mode as 'auth-2' | 'auth-3';
    mode = 'commands';
    if (say(at, last ? '235 2.7.0 Welcome' : '334 UGFzc3dvcmQ6') && !last) mode = 'auth-3';
  };
  const onText = (line: string): void => {
    if (line !== '.') {
      text.push(line.replace(/^\./, ''));
      if (text.length === 1 && !usual('text')) plain.pause();
      return;
    }
    mode = 'commands';
    book.messages.push(text.join('\r\n'));
    text = [];
    say('dot', '250 2.0.0 Ok: queued as LAB123');
  };

  plain.on('data', onData);
  if (options.tls === 'implicit') upgrade(() => say('connect', '220 lab.test ESMTP'));
  else say('connect', '220 lab.test ESMTP');
}

function ehloReply(options: LabOptions, secured: boolean): string {
  const lines = ['lab.test', ...(options.extensions ?? ['PIPELINING', 'SIZE 1000000', '8BITMIME'])];
  if (options.tls === 'starttls' && !secured) lines.push('STARTTLS');
  if (options.auth.length > 0 && (options.tls === 'none' || secured)) lines.push(`AUTH ${options.auth.join(' ')}`);
  return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\r\n');
}

function drip(socket: Socket, bytes: string, everyMs: number): void {
  const [first, ...rest] = [...bytes];
  if (first === undefined || socket.destroyed) return;
  socket.write(first);
  setTimeout(drip, everyMs, socket, rest.join(''), everyMs).unref();
}
