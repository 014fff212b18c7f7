import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { makeAuthority } from '../../../src/world/lab/certificates.js';

export interface ApiRequest {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ApiServer {
  readonly url: string;
  readonly asked: readonly ApiRequest[];
  readonly close: () => Promise<void>;
}

/** An HTTPS server on 127.0.0.1 that answers by `answer`; `hang-up` cuts the connection. Its authority is `ca.pem` in the folder. */
export async function startApi(
  folder: string,
  answer: (request: ApiRequest, number: number) => ApiAnswer | 'hang-up',
): Promise<ApiServer> {
  const authority = await makeAuthority();
  await writeFile(path.join(folder, 'ca.pem'), authority.caPem);
  const pair = await authority.issue({ names: ['127.0.0.1'] });
  const asked: ApiRequest[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = {
      url: request.url ?? '',
      authorization: request.headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString()),
    };
    asked.push(one);
    const said = answer(one, asked.length);
    if (said === 'hang-up') return void request.socket.destroy();
    response.writeHead(said.status ?? 200, { 'Content-Type': 'application/json', ...said.headers });
    response.end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body));
  };
  const server = createServer(
    { key: pair.keyPem, cert: pair.certPem },
    (request, response) => void handle(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
