/** The baseline of a burst: nodemailer's own pool, in a process of its own. Prints the milliseconds that it took. */
import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';

const [port, messages, caFile] = process.argv.slice(2);
const start = performance.now();
const pool = createTransport({
  pool: true,
  maxConnections: 1,
  maxMessages: Number.POSITIVE_INFINITY,
  host: 'localhost',
  port: Number(port),
  requireTLS: true,
  auth: { user: 'user', pass: 'password', method: 'LOGIN' },
  tls: { ca: readFileSync(caFile) },
});
const text = 'This is a test message that was sent through a mail relay.\n';
const sent = Array.from({ length: Number(messages) }, (_, index) =>
  pool.sendMail({
    from: 'a@example.com',
    to: 'b@example.net',
    subject: `test ${index}`,
    text,
    headers: { 'X-Letter-Id': `bench-${index}` },
  }),
);
await Promise.all(sent);
pool.close();
console.log(performance.now() - start);
