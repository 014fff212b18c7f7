import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { parseReply, type SmtpReply } from '../../../relay/smtp-reply.js';
import type { Clock } from '../../world.js';
import { brokenReply, type Failure, failureError, notSmtpFailure, outOfStepFailure } from '../failures/failures.js';
import { starttlsInjection } from '../failures/starttls-failures.js';
import { lostConnection } from '../failures/tls-failures.js';
import type { Masks } from '../masks.js';
import type { TranscriptLine } from '../smtp.js';
import { clientSide, type Said, type Write } from './client-side.js';
import type { ClientSocket } from './client-socket.js';
import { shownCommand } from './commands.js';
import { Conversation, type Hearing, type Listener } from './conversation.js';
import { ReplyReader } from './reply-reader.js';
import type { Watch } from './watch.js';

export interface ChannelParts {
  /** For sentences: `host:port`, with the address where the host has several. */
  readonly relay: string;
  /** Connected; with `tls: implicit` the handshake is done. */
  readonly socket: Socket;
  readonly watch: Watch;
  readonly clock: Clock;
  readonly observe: ((line: TranscriptLine) => void) | undefined;
  readonly masks: Masks;
}

/**
 * The transmission channel to a relay (RFC 5321 §2.1): every byte that comes or goes passes here, is bounded, and is read
 * by where the conversation is. Commands are asked here, or by a client on `clientSocket`. What breaks the
 * conversation fails the watch and ends the connection.
 */
export class Channel {
  readonly relay: string;
  readonly conversation: Conversation;
  readonly greeted: Promise<string>;
  /** Resolves when nothing is said any more. */
  readonly ended: Promise<void>;
  readonly #watch: Watch;
  #socket: Socket;
  #reader = new ReplyReader();
  #client: ClientSocket | undefined;
  #unlisten: () => unknown = () => undefined;
  #isOver = false;
  #tellEnd: () => void = () => undefined;
  #problem: Error | undefined;

  constructor({ relay, socket, watch, clock, observe, masks }: ChannelParts) {
    const beganMs = clock.elapsedMs();
    const atMs = (): number => Math.round((clock.elapsedMs() - beganMs) * 10) / 10;
    this.relay = relay;
    this.#watch = watch;
    this.#socket = socket;
    const listener: Listener = {
      waits: watch.waits,
      rests: watch.rest,
      said: (from, text, answers) =>
        observe?.({ atMs: atMs(), from, text, ...(answers === undefined ? {} : { answers }) }),
    };
    this.conversation = new Conversation(clock.elapsedMs, listener, masks.reply);
    this.ended = new Promise((resolve) => {
      this.#tellEnd = resolve;
    });
    this.greeted = new Promise((resolve) => this.conversation.ask('greeting', '', resolve));
    this.#listen(socket);
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** Whether something can still be said. */
  get isOpen(): boolean {
    return !this.#isOver && this.conversation.goodbye === undefined;
  }

  /** Says one command and gives the reply to it. Rejects with what ends the session first. */
  async ask(command: string): Promise<SmtpReply> {
    return (await this.exchange(command)).reply;
  }

  /** The same, with the reply as it came: a login answers a challenge. Nobody is to see that. */
  async exchange(command: string): Promise<{ readonly reply: SmtpReply; readonly raw: SmtpReply }> {
    const { stage, shown } = shownCommand(command, this.conversation.isInLogin);
    const replied = new Promise<[string, string]>((resolve) =>
      this.conversation.ask(stage, shown, (...both) => resolve(both)),
    );
    this.#write(Buffer.from(`${command}\r\n`), () => undefined);
    const [reply, raw] = (await this.#watch.race(replied)).map(
      (said) => parseReply(said) ?? { replyCode: 0, enhancedStatusCode: undefined, text: '' },
    );
    return { reply, raw } as { reply: SmtpReply; raw: SmtpReply };
  }

  /** The channel as a socket for nodemailer's client, which is told what the relay said to the greeting and EHLO. */
  clientSocket(said: Said): Socket {
    const write: Write = (bytes, done) => this.#write(bytes, done);
    this.#client = clientSide({ conversation: this.conversation, isOpen: () => !this.#isOver, write, said });
    return this.#client as unknown as Socket;
  }

  /** Goes over to TLS (RFC 3207 §4): what came in clear text after the answer to STARTTLS ends the session. */
  async secure(handshake: (plain: Socket) => Promise<TLSSocket>): Promise<TLSSocket> {
    if (this.#reader.hasBegun) this.#fail(failureError(starttlsInjection(this.relay)));
    this.#unlisten();
    this.conversation.handshakeBegins();
    const secured = await this.#watch.race(handshake(this.#socket));
    this.conversation.handshakeEnds();
    this.#socket = secured;
    this.#listen(secured);
    return secured;
  }

  /** Ends the connection without a word. */
  hangUp(): void {
    this.#isOver = true;
    this.#socket.destroy();
    this.#client?.destroy();
    this.#tellEnd();
  }

  #listen(socket: Socket): void {
    const hear = (chunk: Uint8Array): void => this.#hear(chunk);
    const lost = (): void => this.#lost();
    socket.on('data', hear).on('end', lost).on('close', lost);
    this.#unlisten = () => socket.off('data', hear).off('end', lost).off('close', lost);
    socket.on('error', (error) => {
      this.#problem = error;
    });
    // Gone already: nobody listened, and nobody will be told again.
    if (socket.destroyed || socket.readableEnded) this.#lost();
  }

  #hear(chunk: Uint8Array): void {
    for (const reply of this.#reader.push(chunk)) {
      const hearing = this.conversation.hear(reply);
      if (hearing.kind !== 'answered') this.#end(hearing);
      if (this.#isOver) return;
    }
    if (this.#reader.isOverrun) this.#fail(failureError(brokenReply(this.relay, this.conversation.stage)));
  }

  #end(hearing: Exclude<Hearing, { kind: 'answered' }>): void {
    if (hearing.kind === 'ended') this.#lost();
    else this.#fail(failureError(this.#failureOf(hearing)));
  }

  #failureOf(hearing: Exclude<Hearing, { kind: 'answered' | 'ended' }>): Failure {
    const { stage, reply } = hearing;
    if (hearing.kind === 'garbage') return notSmtpFailure(this.relay, stage, reply);
    if (stage === 'starttls') return starttlsInjection(this.relay);
    return outOfStepFailure(this.relay, stage, hearing.why, reply);
  }

  /** The relay ended the connection, or will: what is still waited for does not come. */
  #lost(): void {
    if (this.#isOver) return;
    if (this.conversation.isQuiet) this.hangUp();
    else this.#failLost();
  }

  #failLost(): void {
    const cover = 'encrypted' in this.#socket ? 'in-tls' : 'in-clear';
    this.#fail(failureError(lostConnection(this.relay, this.conversation.stage, this.#problem, cover)));
  }

  #fail(error: Error): void {
    this.#watch.fail(error);
    this.hangUp();
  }

  /** An error comes as an event as well, with the end of the connection. */
  #write(bytes: Buffer, done: (error?: Error | null) => void): void {
    if (this.#isOver) this.#failLost();
    else this.#socket.write(bytes, done);
  }
}
