import type { SmtpStage } from '../../relay/smtp-stage.js';

/** One command and the reply to it; the greeting has no command. */
export interface Exchange {
  readonly stage: SmtpStage;
  /** As it was sent, secrets masked by nodemailer. */
  readonly command: string;
  /** As it was heard; lines joined by line feeds. */
  readonly reply: string;
  readonly askedAtMs: number;
  readonly repliedAtMs: number;
}

/** What the dialogue tells as it happens. */
export interface Listener {
  /** What is kept of a reply, secrets masked; called before anything else is told of it. */
  readonly heard: (stage: SmtpStage, reply: string) => string;
  /** The session waits for something: the reply to a command, the end of the TLS handshake, the end of the text. */
  readonly waits: (stage: SmtpStage) => void;
  readonly replied: (exchange: Exchange) => void;
  /** Bytes that came in clear text after STARTTLS was answered. */
  readonly injected: () => void;
  readonly isClosed: () => boolean;
  /** A line was said, for a transcript; logins are masked. */
  readonly said: (from: 'client' | 'server' | 'session', text: string) => void;
}

/** The conversation as nodemailer's log tells it: what was asked, what was answered, where it stands. */
export interface Dialogue {
  readonly exchanges: readonly Exchange[];
  /** Where the session stands. */
  readonly stage: () => SmtpStage;
  /** A command, or the greeting, still has no reply. */
  readonly isWaiting: () => boolean;
  /** Drops all but the first `count` exchanges. */
  readonly forget: (count: number) => void;
  readonly logger: NodemailerLogger;
}

type LogLine = (data: Readonly<Record<string, unknown>>, message: string, ...args: unknown[]) => void;
type NodemailerLogger = Readonly<Record<'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', LogLine>>;

interface Asked {
  readonly stage: SmtpStage;
  readonly command: string;
  readonly askedAtMs: number;
}

/** A dialogue that begins with the wait for the greeting. */
export function startDialogue(nowMs: () => number, listener: Listener): Dialogue {
  const exchanges: Exchange[] = [];
  const asked: Asked[] = [{ stage: 'greeting', command: '', askedAtMs: nowMs() }];
  let idle: SmtpStage = 'greeting';
  const ask = (stage: SmtpStage, command: string): void => {
    asked.push({ stage, command, askedAtMs: nowMs() });
    if (idle === 'tls') listener.said('session', 'TLS is up');
    idle = stage;
    listener.said('client', stage === 'auth' ? maskLogin(command) : command);
    listener.waits(asked[0]?.stage ?? stage);
  };
  const reply = (said: string): void => {
    const question = asked.shift() ?? { stage: idle === 'message' ? 'dot' : idle, command: '', askedAtMs: nowMs() };
    const text = listener.heard(question.stage, said);
    const exchange: Exchange = { ...question, reply: text, repliedAtMs: nowMs() };
    exchanges.push(exchange);
    idle = stageAfter(exchange);
    listener.said('server', text);
    listener.replied(exchange);
    if (asked[0]) listener.waits(asked[0].stage);
    else if (idle === 'tls' || idle === 'message') listener.waits(idle);
  };
  const log: LogLine = (data, message) => {
    if (data['tnx'] === 'client') ask(stageOf(message, exchanges.at(-1)), message);
    else if (data['tnx'] === 'server' && !listener.isClosed()) reply(message);
    else if (data['tnx'] === 'message') {
      listener.said('session', `the message, ${String(data['outByteCount'] ?? '?')} bytes`);
      ask('dot', '.');
    } else if (data['discarded'] !== undefined) listener.injected();
  };
  return {
    exchanges,
    stage: () => asked[0]?.stage ?? idle,
    isWaiting: () => asked.length > 0 || idle === 'tls' || idle === 'message',
    forget: (count) => {
      exchanges.length = count;
    },
    logger: { trace: log, debug: log, info: log, warn: log, error: log, fatal: log },
  };
}

const stageOfVerb: Readonly<Record<string, SmtpStage>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  STARTTLS: 'starttls',
  AUTH: 'auth',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
  RSET: 'rset',
  QUIT: 'quit',
  '.': 'dot',
};

/** What a login says is a secret, its method is not. */
function maskLogin(command: string): string {
  const method = /^AUTH \S+/i.exec(command)?.[0];
  if (method === undefined) return '***';
  return method.length === command.length ? method : `${method} ***`;
}

/** While a login is under way (334), a line is a part of it and no command, whatever it looks like. */
function stageOf(command: string, last: Exchange | undefined): SmtpStage {
  if (last?.stage === 'auth' && last.reply.startsWith('334')) return 'auth';
  return stageOfVerb[command.split(' ', 1)[0]?.toUpperCase() ?? ''] ?? 'auth';
}

/** Where the session stands when nothing more was asked. */
function stageAfter({ stage, reply }: Exchange): SmtpStage {
  if (stage === 'starttls' && reply.startsWith('2')) return 'tls';
  if (stage === 'data' && /^[23]/.test(reply)) return 'message';
  return stage;
}
