import http from 'node:http';

export interface Poster {
  /** The status; undefined when the connection broke off. */
  readonly post: (body: string | Uint8Array, headers?: Record<string, string>) => Promise<number | undefined>;
  readonly close: () => void;
}

/** Posts to one URL over connections that are kept open, as a provider does. */
export function poster(url: string): Poster {
  const agent = new http.Agent({ keepAlive: true });
  return {
    close: () => agent.destroy(),
    post: (body, headers = {}) =>
      new Promise((resolve) => {
        const request = http.request(url, {
          method: 'POST',
          agent,
          headers: { 'Content-Length': Buffer.byteLength(body), ...headers },
        });
        request.on('response', (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode));
          response.on('error', () => resolve(undefined));
        });
        request.on('error', () => resolve(undefined));
        request.end(body);
      }),
  };
}
