import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** What stands around everything that the server repeats, so that it is found again in the output. */
export const around = { before: '<<', after: '>>' } as const;

/** A relay that knows what it will be told, and repeats it in every reply that has a text. */
export interface EchoServer {
  readonly port: number;
  /** What it repeats from now on, and whether it takes the login. */
  readonly says: (echo: string, login: 'taken' | 'refused') => void;
  readonly close: () => void;
}

export async function startEchoServer(): Promise<EchoServer> {
  let echo = '';
  let login: 'taken' | 'refused' = 'taken';
  const serve = (socket: Socket): void => {
    socket.on('error', () => undefined).setNoDelay();
    const said = (): string => `${around.before}${echo}${around.after}`;
    const say = (...lines: readonly string[]): void => void socket.write(`${lines.join('\r\n')}\r\n`);
    let [awaits, begun]: ['command' | 'user' | 'password' | 'text', string] = ['command', ''];
    say(`220 echo.test ${said()}`);
    socket.on('data', (chunk) => {
      const lines = (begun + chunk.toString('latin1')).split('\r\n');
      begun = lines.pop() ?? '';
      for (const line of lines) awaits = answer(line, awaits);
    });
    const answer = (line: string, now: typeof awaits): typeof awaits => {
      if (now === 'text') {
        if (line !== '.') return 'text';
        say(`250-2.0.0 Ok ${said()}`, `250 2.0.0 queued as ${said()}`);
        return 'command';
      }
      if (now === 'user') {
        say('334 UGFzc3dvcmQ6');
        return 'password';
      }
      if (now === 'password') {
        if (login === 'taken') say(`235 2.7.0 ${said()}`);
        else say(`535-5.7.8 no ${said()}`, `535 5.7.8 nor ${said()}`);
        return 'command';
      }
      const verb = line.split(' ', 1)[0]?.toUpperCase() ?? '';
      if (verb === 'EHLO') say(`250-echo.test ${said()}`, `250-X-ECHO ${said()}`, '250-AUTH LOGIN', '250 SIZE 1000000');
      else if (verb === 'AUTH') say('334 VXNlcm5hbWU6');
      else if (verb === 'DATA') say(`354 ${said()}`);
      else if (verb === 'QUIT') {
        say(`221 ${said()}`);
        socket.end();
      } else say(`250 2.1.0 ${said()}`);
      return verb === 'AUTH' ? 'user' : verb === 'DATA' ? 'text' : 'command';
    };
  };
  const server: Server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    says: (next, wish) => {
      [echo, login] = [next, wish];
    },
    close: () => void server.close(),
  };
}
