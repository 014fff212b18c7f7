/** The least that a receiver can do: take a body, write it, flush it, say 200. Prints its port; writes to the file of its first argument. */
import { open } from 'node:fs/promises';
import http from 'node:http';

const file = await open(process.argv[2], 'a');
const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    await file.writev(chunks);
    await file.datasync();
    response.end('{"stored":0}');
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`));
