import { ClientSocket } from './client-socket.js';
import { commandsIn, shownCommand } from './commands.js';
import type { Conversation } from './conversation.js';
import { TextEnd } from './text-end.js';

/** `done` is told of an error too, which comes as an event as well. */
export type Write = (bytes: Buffer, done: (error?: Error | null) => void) => void;

/** What the relay said before there was a client. */
export interface Said {
  readonly greeting: string;
  readonly ehlo: string;
}

export interface ClientParts {
  readonly conversation: Conversation;
  readonly isOpen: () => boolean;
  readonly write: Write;
  readonly said: Said;
}

/**
 * A socket for nodemailer's client, which begins every session with the greeting and EHLO. What it writes is asked in the
 * conversation, and it hears whole replies only.
 */
export function clientSide({ conversation, isOpen, write, said }: ClientParts): ClientSocket {
  const textEnd = new TextEnd();
  const client = new ClientSocket((bytes, done) => {
    if (/^EHLO /.test(bytes.subarray(0, 5).toString('latin1'))) {
      client.hear(said.ehlo);
      done();
    } else if (conversation.isTextLeaving) textWrote(bytes, done);
    else commandsWrote(bytes, done);
  });
  /** Later: what came together with the reply was no answer to what the client will ask next. */
  const tell = (reply: string): void => queueMicrotask(() => client.hear(reply));
  const commandsWrote = (bytes: Buffer, done: () => void): void => {
    for (const command of commandsIn(bytes)) {
      const { stage, shown } = shownCommand(command, conversation.isInLogin);
      conversation.ask(stage, shown, tell);
    }
    write(bytes, () => done());
  };
  const textWrote = (bytes: Buffer, done: () => void): void => {
    const sizeBytes = textEnd.push(bytes);
    write(bytes, (error) => {
      if (sizeBytes !== undefined && !error && isOpen()) conversation.textIsGone(sizeBytes, tell);
      done();
    });
  };
  client.hear(said.greeting);
  return client;
}
