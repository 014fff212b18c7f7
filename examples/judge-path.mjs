import { readFile } from 'node:fs/promises';
import { judgePath, readTrace } from 'akrelay';

const trace = readTrace(await readFile('forged.eml'));
if (trace.kind === 'not-an-email') throw new Error(`This is no e-mail: ${trace.what}`);

const { verdict, reason, trust, evidence } = judgePath(trace, {
  receivers: [{ kind: 'name', by: 'mx.example.net' }],
  relays: [{ name: 'sendsay', kind: 'preset', hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] }],
});
console.log(verdict, reason, trust);
console.log(evidence);
