import { outcomeOf, parseReply, type SmtpReply } from '../../../relay/smtp-reply.js';
import type { SmtpStage } from '../../../relay/smtp-stage.js';

/** One command and the reply to it; the greeting has no command. */
export interface Exchange {
  readonly stage: SmtpStage;
  /** As it was sent; what a login says is masked. */
  readonly command: string;
  /** Secrets masked; lines joined by line feeds. */
  readonly reply: string;
  readonly askedAtMs: number;
  readonly repliedAtMs: number;
}

/** What is told as it happens. */
export interface Listener {
  /** The session waits for something: the reply to a command, the end of the handshake, that the text leaves. */
  readonly waits: (stage: SmtpStage) => void;
  /** It waits for nothing. */
  readonly rests: () => void;
  /** A line was said, for a transcript; logins are masked. `answers` is the command of a reply when others were said after it. */
  readonly said: (from: 'client' | 'server' | 'session', text: string, answers?: string) => void;
}

/** `raw` is the reply as it came: for who has to work with it, and for nobody to see. */
type Answer = (reply: string, raw: string) => void;

interface Asked {
  readonly stage: SmtpStage;
  readonly command: string;
  readonly askedAtMs: number;
  readonly answer: Answer;
}

/** What a reply is, by where the conversation is. */
export type Hearing =
  | { readonly kind: 'answered' }
  /** 421 that nothing asked for (RFC 5321 §3.8), or a refusal before the text was there: the relay will say no more. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'garbage'; readonly stage: SmtpStage; readonly reply: string }
  | { readonly kind: 'out-of-step'; readonly why: OutOfStep; readonly stage: SmtpStage; readonly reply: string };

/** `unasked`: nothing was asked; `unfit`: no answer to what was asked; `early`: accepted before the text was there. */
export type OutOfStep = 'unasked' | 'unfit' | 'early';

/**
 * Where a session is: what was asked and not answered yet, and whether the final dot has left. What an answer means
 * follows from that and from nothing else.
 */
export class Conversation {
  readonly exchanges: Exchange[] = [];
  readonly #asked: Asked[] = [];
  #idle: SmtpStage = 'greeting';
  #text: 'none' | 'leaving' | 'gone' = 'none';
  #handshake = false;
  #lastSaid = '';
  #goodbye: SmtpReply | undefined;
  #verdict: SmtpReply | undefined;
  #contradicted = false;

  constructor(
    readonly nowMs: () => number,
    readonly listener: Listener,
    /** Masks secrets; codes and words of the protocol stay. */
    readonly masked: (reply: string) => string,
  ) {}

  /** Where it is: at the first command that has no answer yet. */
  get stage(): SmtpStage {
    if (this.#asked[0]) return this.#asked[0].stage;
    if (this.#text === 'leaving') return 'text';
    return this.#handshake ? 'tls' : this.#idle;
  }

  /** Nothing is waited for: the relay waits for a command. */
  get isQuiet(): boolean {
    return this.#asked.length === 0 && this.#text !== 'leaving' && !this.#handshake;
  }

  get isTextLeaving(): boolean {
    return this.#text === 'leaving';
  }

  /** Whether the final dot has left. */
  get hasText(): boolean {
    return this.#text === 'gone';
  }

  /** The 421 with which the relay announced that it ends the session (RFC 5321 §3.8). */
  get goodbye(): SmtpReply | undefined {
    return this.#goodbye;
  }

  /** Whether an answer that came after the one to the message says something else: then neither can be believed. */
  get isContradicted(): boolean {
    return this.#contradicted;
  }

  /** A login is under way: the relay waits for its next line, whatever that looks like. */
  get isInLogin(): boolean {
    const last = this.exchanges.at(-1);
    return this.isQuiet && last?.stage === 'auth' && last.reply.startsWith('334');
  }

  ask(stage: SmtpStage, command: string, answer: Answer): void {
    if (stage === 'mail') this.#beginMessage();
    this.#asked.push({ stage, command, askedAtMs: this.nowMs(), answer });
    this.#idle = stage;
    this.#lastSaid = command;
    if (stage !== 'greeting') this.listener.said('client', command);
    this.listener.waits(this.stage);
  }

  handshakeBegins(): void {
    this.#handshake = true;
    this.listener.waits('tls');
  }

  handshakeEnds(): void {
    this.#handshake = false;
    this.listener.said('session', 'TLS is up');
    this.listener.rests();
  }

  /** The final dot has left this machine: from here on the relay may have the message. */
  textIsGone(sizeBytes: number, answer: Answer): void {
    this.#text = 'gone';
    this.listener.said('session', `the message, ${sizeBytes} bytes`);
    this.ask('dot', '.', answer);
  }

  hear(raw: string): Hearing {
    const reply = this.masked(raw);
    const question = this.#asked.shift();
    const parsed = parseReply(reply);
    this.listener.said('server', reply, question?.command === this.#lastSaid ? undefined : question?.command);
    if (parsed?.replyCode === 421) this.#goodbye ??= parsed;
    if (question === undefined) return this.#unasked(reply, parsed);
    const { answer, ...rest } = question;
    this.exchanges.push({ ...rest, reply, repliedAtMs: this.nowMs() });
    if (question.stage === 'data' && parsed?.replyCode === 354) this.#text = 'leaving';
    if (question.stage === 'dot') this.#verdict = parsed;
    if (question.stage === 'quit' && parsed?.replyCode !== 221) this.#doubt(parsed);
    this.#waitsOn();
    if (!isAnswer(question.stage, parsed)) return wrong(question.stage, reply, parsed);
    answer(reply, raw);
    return { kind: 'answered' };
  }

  /** Drops all but the first `count` exchanges, for the next message. */
  forget(count: number): void {
    this.exchanges.length = count;
  }

  #beginMessage(): void {
    this.#text = 'none';
    this.#verdict = undefined;
  }

  #waitsOn(): void {
    if (this.isQuiet) this.listener.rests();
    else this.listener.waits(this.stage);
  }

  #unasked(reply: string, parsed: SmtpReply | undefined): Hearing {
    const stage = this.stage;
    if (this.#text === 'leaving') {
      if (parsed === undefined || parsed.replyCode < 400) return { kind: 'out-of-step', why: 'early', stage, reply };
      const now = this.nowMs();
      this.exchanges.push({ stage: 'text', command: '', reply, askedAtMs: now, repliedAtMs: now });
      return { kind: 'ended' };
    }
    this.#doubt(parsed);
    return parsed?.replyCode === 421 ? { kind: 'ended' } : { kind: 'out-of-step', why: 'unasked', stage, reply };
  }

  /** Another answer than the one to the message: which of the two is about it? */
  #doubt(other: SmtpReply | undefined): void {
    if (this.#verdict === undefined || other === undefined || other.replyCode === 421) return;
    if (outcomeOf(other) !== outcomeOf(this.#verdict)) this.#contradicted = true;
  }
}

/** Whether a reply answers a command of that stage; a refusal answers every one. The answer to the dot is judged with the message. */
function isAnswer(stage: SmtpStage, reply: SmtpReply | undefined): boolean {
  if (stage === 'dot' || stage === 'quit') return true;
  if (reply === undefined) return false;
  const { replyCode } = reply;
  if (replyCode >= 400 || stage === 'auth') return true;
  if (stage === 'greeting') return replyCode === 220;
  return stage === 'data' ? replyCode === 354 : replyCode < 300;
}

/** In the opening an answer of the wrong kind means that this is not a mail server; later, that answers have been mixed up. */
function wrong(stage: SmtpStage, reply: string, parsed: SmtpReply | undefined): Hearing {
  const isOpening = stage === 'greeting' || stage === 'ehlo' || stage === 'starttls';
  return parsed === undefined || isOpening
    ? { kind: 'garbage', stage, reply }
    : { kind: 'out-of-step', why: 'unfit', stage, reply };
}
