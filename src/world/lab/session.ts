import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import {
  ehloReply,
  type LabAct,
  type LabMessage,
  type LabScript,
  type LabStage,
  labName,
} from '../../relay/lab-script.js';
import { act } from './act.js';
import { LineReader } from './line-reader.js';
import { secure } from './secure.js';
import { Transaction } from './transaction.js';

/** Hears what happens in the sessions. */
export interface LabRecorder {
  /** A line that a client sent; `<TLS>` where a handshake ended. */
  readonly line: (line: string) => void;
  /** A text that was received whole. */
  readonly message: (message: LabMessage) => void;
  readonly nextId: () => string;
}

/** A client that does not read its answers is given no more of them. */
const mostUnreadBytes = 1_048_576;

type Mode = 'silent' | 'commands' | 'login-user' | 'login-password' | 'digest' | 'text';

/** One client's session with the scripted server. */
export class LabSession {
  readonly #reached = new Map<LabStage, number>();
  readonly #lines = new LineReader();
  #socket: Socket;
  #mode: Mode = 'commands';
  #transaction = new Transaction();
  #client = { ehloName: '', isAuthenticated: false, isExtended: false };

  constructor(
    readonly plain: Socket,
    readonly script: LabScript,
    readonly record: LabRecorder,
  ) {
    this.#socket = plain;
  }

  begin(): void {
    if (this.script.tls === 'implicit') this.#upgrade(() => this.#greet());
    else {
      this.plain.on('data', (chunk) => this.#hear(chunk));
      this.#greet();
    }
  }

  #greet(): void {
    this.#say('greeting', `220 ${labName} ESMTP`);
  }

  #hear(chunk: Uint8Array): void {
    for (const line of this.#lines.push(chunk)) {
      if (this.#mode === 'text') this.#hearText(line);
      else if (this.#mode !== 'silent') this.#hearLine(line);
    }
    if (this.#socket.writableLength > mostUnreadBytes) this.plain.destroy();
    if (this.#lines.isOverlong && this.#mode !== 'silent') {
      this.#enter('silent');
      this.#socket.end('500 5.5.2 The line is too long\r\n');
    }
  }

  #hearLine(line: string): void {
    this.record.line(line);
    if (this.#mode === 'commands') this.#obey(line);
    else this.#goOn(this.#mode);
  }

  #obey(line: string): void {
    const [verb = '', method = '', initial] = line.split(/[ :]/);
    const commands: Readonly<Record<string, () => unknown>> = {
      EHLO: () => this.#meet(method, 'EHLO'),
      HELO: () => this.#meet(method, 'HELO'),
      STARTTLS: () => this.#say('starttls', '220 2.0.0 Ready') && this.#upgrade(() => undefined),
      AUTH: () => this.#startLogin(method.toUpperCase(), initial),
      MAIL: () => this.#say('mail', '250 2.1.0 Ok') && this.#transaction.address(line),
      RCPT: () => this.#say('rcpt', '250 2.1.5 Ok') && this.#transaction.address(line),
      DATA: () => this.#say('data', '354 Go on') && this.#enter('text'),
      RSET: () => this.#say('rset', '250 2.0.0 Ok') && this.#forget(),
      QUIT: () => this.#say('quit', '221 2.0.0 Bye') && this.#socket.end(),
    };
    const command = commands[verb.toUpperCase()];
    if (command) command();
    else this.#socket.write('502 5.5.2 What?\r\n');
  }

  #meet(ehloName: string, verb: 'EHLO' | 'HELO'): void {
    this.#client = { ...this.#client, ehloName, isExtended: verb === 'EHLO' };
    this.#say('ehlo', verb === 'HELO' ? `250 ${labName}` : ehloReply(this.script, this.#socket instanceof TLSSocket));
  }

  #forget(): void {
    this.#transaction = new Transaction();
  }

  #startLogin(method: string, initial: string | undefined): void {
    if (initial !== undefined) this.#welcome('auth');
    else if (method === 'LOGIN') this.#say('auth', '334 VXNlcm5hbWU6') && this.#enter('login-user');
    else this.#say('auth', `334 ${Buffer.from(`<1.2@${labName}>`).toString('base64')}`) && this.#enter('digest');
  }

  /** A line of a login that is under way. */
  #goOn(mode: Mode): void {
    this.#enter('commands');
    if (mode === 'login-user') this.#say('auth-2', '334 UGFzc3dvcmQ6') && this.#enter('login-password');
    else this.#welcome(mode === 'login-password' ? 'auth-3' : 'auth-2');
  }

  #welcome(at: LabStage): void {
    if (this.#say(at, '235 2.7.0 Welcome')) this.#client = { ...this.#client, isAuthenticated: true };
  }

  #hearText(line: string): void {
    if (line === '.') {
      this.#endText();
      return;
    }
    if (this.#transaction.line(line)) this.#stepIn('text');
  }

  #endText(): void {
    this.#enter('commands');
    if (this.#transaction.isTooBig) this.#socket.write('552 5.3.4 The message is too big\r\n');
    else {
      const id = this.record.nextId();
      this.record.message(this.#taken(id));
      this.#say('dot', `250 2.0.0 Ok: queued as ${id}`);
    }
    this.#forget();
  }

  #taken(id: string): LabMessage {
    const { ehloName, isAuthenticated, isExtended } = this.#client;
    const socket = this.#socket;
    const tls =
      socket instanceof TLSSocket
        ? { version: socket.getProtocol() ?? 'unknown', cipher: socket.getCipher().name }
        : undefined;
    return {
      id,
      text: this.#transaction.text,
      ehloName,
      clientAddress: this.plain.remoteAddress ?? '127.0.0.1',
      transmissionType: isExtended ? `ESMTP${tls ? 'S' : ''}${isAuthenticated ? 'A' : ''}` : 'SMTP',
      tls,
      ...this.#transaction.envelope,
    };
  }

  /** Gives the usual answer, and says whether it did: a fault of the script takes its place. */
  #say(at: LabStage, reply: string): boolean {
    const stepped = this.#stepIn(at);
    if (!stepped) this.#socket.write(`${reply}\r\n`);
    return !stepped;
  }

  #stepIn(at: LabStage): boolean {
    const nth = (this.#reached.get(at) ?? 0) + 1;
    this.#reached.set(at, nth);
    const fault = this.script.faults.find((one) => one.at === at && (one.nth === undefined || one.nth === nth));
    if (fault) this.#act(fault.act, at);
    return fault !== undefined;
  }

  #act(what: LabAct, at: LabStage): void {
    act(what, this.#socket, this.plain);
    // Nor is what the client sent after it in the same packet answered.
    if (what.kind !== 'say' && what.kind !== 'drip') this.#enter('silent');
    // Whatever else it says with it, 354 is followed by the text, and 334 by a line of the login.
    const said = 'bytes' in what ? String(what.bytes) : '';
    if (at === 'data' && /^354/m.test(said)) this.#enter('text');
    if (at === 'auth' && /^334/.test(said)) this.#enter('login-user');
    if (at === 'auth-2' && /^334/.test(said)) this.#enter('login-password');
  }

  #upgrade(then: () => void): void {
    this.plain.removeAllListeners('data');
    this.#lines.clear();
    // The client speaks first in TLS; a fault is an answer to that.
    if (this.script.faults.some((fault) => fault.at === 'tls')) {
      this.plain.once('data', () => this.#stepIn('tls'));
      return;
    }
    const hear = (chunk: Uint8Array): void => this.#hear(chunk);
    secure(this.plain, this.script, hear, (secured) => {
      this.#socket = secured;
      this.record.line('<TLS>');
      then();
    });
  }

  #enter(mode: Mode): void {
    this.#mode = mode;
  }
}
