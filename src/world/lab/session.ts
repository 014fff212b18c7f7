import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ehloReply, type LabAct, type LabScript, type LabStage } from '../../relay/lab-script.js';

/** Hears what happens in the sessions. */
export interface LabRecorder {
  /** A line that a client sent; `<TLS>` where a handshake ended. */
  readonly line: (line: string) => void;
  /** A text that was received whole. */
  readonly message: (text: string) => void;
}

type Mode = 'silent' | 'commands' | 'login-user' | 'login-password' | 'digest' | 'text';

/** One client's session with the scripted server. */
export class LabSession {
  readonly #reached = new Map<LabStage, number>();
  #socket: Socket;
  #mode: Mode = 'commands';
  #waiting = '';
  #text: string[] = [];

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
    this.#say('connect', '220 lab.test ESMTP');
  }

  #hear(chunk: Uint8Array): void {
    this.#waiting += Buffer.from(chunk).toString('latin1');
    for (let end = this.#waiting.indexOf('\n'); end >= 0; end = this.#waiting.indexOf('\n')) {
      const line = this.#waiting.slice(0, end).replace(/\r$/, '');
      this.#waiting = this.#waiting.slice(end + 1);
      if (this.#mode === 'text') this.#hearText(line);
      else if (this.#mode !== 'silent') this.#hearLine(line);
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
      EHLO: () => this.#say('ehlo', ehloReply(this.script, this.#socket instanceof TLSSocket)),
      HELO: () => this.#say('ehlo', '250 lab.test'),
      STARTTLS: () => this.#say('starttls', '220 2.0.0 Ready') && this.#upgrade(() => undefined),
      AUTH: () => this.#startLogin(method.toUpperCase(), initial),
      MAIL: () => this.#say('mail', '250 2.1.0 Ok'),
      RCPT: () => this.#say('rcpt', '250 2.1.5 Ok'),
      DATA: () => this.#say('data', '354 Go on') && this.#enter('text'),
      RSET: () => this.#say('rset', '250 2.0.0 Ok'),
      QUIT: () => this.#say('quit', '221 2.0.0 Bye') && this.#socket.end(),
    };
    const command = commands[verb.toUpperCase()];
    if (command) command();
    else this.#socket.write('502 5.5.2 What?\r\n');
  }

  #startLogin(method: string, initial: string | undefined): void {
    if (method === 'PLAIN' && initial !== undefined) this.#say('auth', '235 2.7.0 Welcome');
    else if (method === 'LOGIN') this.#say('auth', '334 VXNlcm5hbWU6') && this.#enter('login-user');
    else this.#say('auth', `334 ${Buffer.from('<1.2@lab.test>').toString('base64')}`) && this.#enter('digest');
  }

  /** A line of a login that is under way. */
  #goOn(mode: Mode): void {
    this.#enter('commands');
    if (mode === 'login-user') this.#say('auth-2', '334 UGFzc3dvcmQ6') && this.#enter('login-password');
    else this.#say(mode === 'login-password' ? 'auth-3' : 'auth-2', '235 2.7.0 Welcome');
  }

  #hearText(line: string): void {
    if (line !== '.') {
      this.#text.push(line.replace(/^\./, ''));
      if (this.#text.length === 1) this.#stepIn('text');
      return;
    }
    this.#enter('commands');
    this.record.message(this.#text.join('\r\n'));
    this.#text = [];
    this.#say('dot', '250 2.0.0 Ok: queued as LAB123');
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
    if (fault) this.#act(fault.act);
    return fault !== undefined;
  }

  #act(act: LabAct): void {
    if (act.kind === 'say' || act.kind === 'say-and-close') this.#socket.write(act.bytes);
    if (act.kind === 'close' || act.kind === 'say-and-close') this.#socket.end();
    // Nor is what the client sent behind it in the same packet.
    if (act.kind === 'stall') this.#enter('silent');
    if (act.kind === 'reset') this.plain.resetAndDestroy();
    if (act.kind === 'drip') drip(this.#socket, act.bytes, act.everyMs);
  }

  #upgrade(then: () => void): void {
    this.plain.removeAllListeners('data');
    this.#waiting = '';
    // The client speaks first in TLS; a fault is an answer to that.
    if (this.script.faults.some((fault) => fault.at === 'tls')) {
      this.plain.once('data', () => this.#stepIn('tls'));
      return;
    }
    const { certPem: cert, keyPem: key } = this.script.pair ?? {};
    const secured = new TLSSocket(this.plain, { isServer: true, cert, key });
    secured.on('error', () => undefined);
    secured.on('data', (chunk) => this.#hear(chunk));
    secured.once('secure', () => {
      this.#socket = secured;
      this.record.line('<TLS>');
      then();
    });
  }

  #enter(mode: Mode): void {
    this.#mode = mode;
  }
}

function drip(socket: Socket, bytes: string, everyMs: number): void {
  const [first, ...rest] = [...bytes];
  if (first === undefined || socket.destroyed) return;
  socket.write(first);
  setTimeout(drip, everyMs, socket, rest.join(''), everyMs).unref();
}
