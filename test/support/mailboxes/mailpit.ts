import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface MailpitServer {
  readonly url: string;
  readonly deliver: (raw: string) => void;
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

export const mailpitLogin = { username: 'pit-user', password: 'p1t-Passw0rd' };

/**
 * A server on loopback that answers as the OpenAPI document of Mailpit says (axllent/mailpit, server/ui/api/v1/swagger.json, read
 * 2026-11-28). It is no Mailpit. `answer` may answer in its place.
 */
export async function startMailpit(
  answer: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<MailpitServer> {
  let messages: { ID: string; Created: string; raw: string }[] = [];
  const asked: string[] = [];
  let count = 0;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    asked.push(`${request.method} ${url.pathname}`);
    if (answer(request, response)) return;
    const login = `Basic ${Buffer.from(`${mailpitLogin.username}:${mailpitLogin.password}`).toString('base64')}`;
    if (url.pathname.startsWith('/secured/') && request.headers.authorization !== login)
      return void response.writeHead(401).end('Unauthorised.\n');
    const [, id = '', part] = /\/api\/v1\/message\/([^/]+)\/(headers|raw)$/.exec(url.pathname) ?? [];
    const message = messages.find(({ ID }) => ID === id);
    if (url.pathname.endsWith('/api/v1/messages') && request.method === 'DELETE') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { IDs } = JSON.parse(Buffer.concat(chunks).toString()) as { IDs: string[] };
      messages = messages.filter(({ ID }) => !IDs.includes(ID));
      return void response.end('ok');
    }
    if (url.pathname.endsWith('/api/v1/messages')) {
      const [start, limit] = ['start', 'limit'].map((name) => Number(url.searchParams.get(name)));
      const page = messages.slice(start, (start ?? 0) + (limit ?? 50)).map(({ ID, Created }) => ({ ID, Created }));
      return void response.end(JSON.stringify({ total: messages.length, start, messages: page }));
    }
    if (message === undefined) return void response.writeHead(404).end('404 page not found');
    if (part === 'raw') return void response.end(Buffer.from(message.raw, 'latin1'));
    const header: Record<string, string[]> = {};
    for (const line of (message.raw.split('\r\n\r\n')[0] ?? '').split('\r\n')) {
      const [name = '', ...body] = line.split(': ');
      header[name] = [...(header[name] ?? []), body.join(': ')];
    }
    response.end(JSON.stringify(header));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    // Newest first.
    deliver: (raw) =>
      void messages.unshift({ ID: `id-${++count}`, Created: new Date(1_790_000_000_000 + count).toISOString(), raw }),
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
