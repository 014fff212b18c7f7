import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';

/** What a client says, byte for byte (latin1): this client checks nothing, as a liar's would not. */
export interface Conversation {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** The whole line, as `EHLO gato12.sndsy.ru`. */
  readonly greeting: string;
  /** The paths with their angle brackets. */
  readonly reversePath: string;
  readonly forwardPath: string;
  /** STARTTLS where the server offers it; with a certificate of the client's own where one is given. */
  readonly tls: boolean | { readonly cert: string; readonly key: string };
  readonly message: string;
  /** Told the client's own port before anything is said. */
  readonly onPort?: (port: number) => void;
}

export type Ending =
  | { readonly taken: true; readonly tls: boolean }
  | { readonly taken: false; readonly reply: string };

class Refused extends Error {}

/** Hands one message over; a refusal is an answer, not an error. */
export async function converse(talk: Conversation): Promise<Ending> {
  const plain = connect({ host: talk.to, port: talk.port, localAddress: talk.from });
  plain.on('error', () => undefined);
  try {
    await once(plain, 'connect');
    talk.onPort?.(plain.localPort ?? 0);
    let say = await dialogue(plain);
    const offers = await say(talk.greeting, 250);
    const secure = talk.tls !== false && /STARTTLS/i.test(offers);
    if (secure) {
      await say('STARTTLS', 220);
      const socket = connectTls({
        socket: plain,
        rejectUnauthorized: false,
        minVersion: 'TLSv1.2',
        ...(talk.tls === true ? {} : talk.tls),
      });
      socket.on('error', () => undefined);
      await once(socket, 'secureConnect');
      say = await dialogue(socket, false);
      await say(talk.greeting, 250);
    }
    await say(`MAIL FROM:${talk.reversePath}`, 250);
    await say(`RCPT TO:${talk.forwardPath}`, 250);
    await say('DATA', 354);
    await say(`${talk.message.replace(/^\./gm, '..')}\r\n.`, 250);
    await say('QUIT', 221).catch(() => '');
    return { taken: true, tls: secure };
  } catch (error) {
    if (error instanceof Refused) return { taken: false, reply: error.message };
    throw error;
  } finally {
    plain.destroy();
  }
}

type Say = (line: string, wanted: number) => Promise<string>;

/** Waits for the greeting unless told that there is none, then answers line by line. */
async function dialogue(socket: Socket, greets = true): Promise<Say> {
  let said = '';
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1');
  });
  const reply = async (line: string, wanted: number): Promise<string> => {
    while (!/^\d{3}(?: .*)?\r?\n$/m.test(said.slice(said.lastIndexOf('\n', said.length - 2) + 1))) {
      const ended = await Promise.race([
        once(socket, 'data').then(() => false),
        once(socket, 'close').then(() => true),
        sleep(30_000, true, { ref: false }),
      ]);
      if (ended) throw new Refused(`${line.slice(0, 60)}: no reply, ${said.trim()}`);
    }
    const whole = said;
    said = '';
    if (Math.trunc(Number(whole.slice(0, 3)) / 100) !== Math.trunc(wanted / 100))
      throw new Refused(`${line.split(/[: ]/)[0]}: ${whole.trim()}`);
    return whole;
  };
  if (greets) await reply('greeting', 220);
  return (line, wanted) => {
    socket.write(Buffer.from(`${line}\r\n`, 'latin1'));
    return reply(line, wanted);
  };
}
