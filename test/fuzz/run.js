/**
 * Fuzzes the trace engine of dist/: mutants of the corpus (no exception, no nonsense, none slow) and lines in which the
 * client's words are pieces of grammar (none confirmed, and none shows another address for the client's without a doubt).
 *
 *   npm run fuzz                            one million inputs, seed 1
 *   npm run fuzz -- --inputs 50000 --seed 7
 *   npm run fuzz -- --seconds 30            as many as fit
 *
 * Exit 1 at the first finding, whose input is kept in the folder for temporary files.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { judgePath, parseReceived, readTrace } from '../../dist/index.js';
import { attack } from './attack.js';
import { mutate } from './mutate.js';
import { randomFrom } from './random.js';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const msPerMib = 100;
/** A small input is over in microseconds; a pause of the machine is not its fault. */
const leastMs = 10;

const relays = [{ name: 'sendsay', kind: 'preset', hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] }];
const stated = [{ kind: 'name', by: 'mx.example.net' }];
const receiverSets = [[], stated, [...stated, { kind: 'network', cidr: '192.0.2.0/24' }]];

const fixtures = path.resolve(import.meta.dirname, '../fixtures');
const messages = readdirSync(path.join(fixtures, 'messages'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'messages.json')
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));
const fields = JSON.parse(readFileSync(path.join(fixtures, 'received.json'), 'utf8')).map(({ header }) =>
  Buffer.from(`Received: ${header}\r\nFrom: a@b.example\r\n\r\n`),
);
const seeds = [...messages.filter((bytes) => bytes.length < 100_000), ...fields];

const random = randomFrom(Number(values.seed));
const began = performance.now();
const deadline = values.seconds === undefined ? Infinity : began + Number(values.seconds) * 1000;
const total = values.seconds === undefined ? Number(values.inputs) : Infinity;
const counts = { mutants: 0, attacks: 0, emails: 0, slowestMsPerMib: 0 };

for (let n = 0; n < total && performance.now() < deadline; n++) {
  if (n % 4 === 3) tryAttack(attack(random));
  else tryMutant(mutate(random.pick(seeds), random.pick(seeds), random));
}
const seconds = (performance.now() - began) / 1000;
console.log(
  `${counts.mutants} mutants, ${counts.emails} of them e-mails, and ${counts.attacks} attacks in ${seconds.toFixed(0)} s: ` +
    `no exception, none confirmed wrongly, slowest large input ${counts.slowestMsPerMib.toFixed(0)} ms per MiB`,
);

function tryMutant(bytes) {
  counts.mutants += 1;
  const receivers = random.pick(receiverSets);
  let verdict = guarded(bytes, () => engine(bytes, receivers));
  const limit = Math.max(leastMs, (bytes.length / 2 ** 20) * msPerMib);
  for (let again = 0; verdict.ms > limit && again < 5; again++)
    verdict = guarded(bytes, () => engine(bytes, receivers));
  if (verdict.ms > limit) fail(`took ${verdict.ms.toFixed(1)} ms for ${bytes.length} bytes`, bytes);
  if (bytes.length > 50_000)
    counts.slowestMsPerMib = Math.max(counts.slowestMsPerMib, verdict.ms / (bytes.length / 2 ** 20));
  const problem = nonsense(verdict.result);
  if (problem) fail(problem, bytes);
}

function tryAttack(bytes) {
  counts.attacks += 1;
  const { result } = guarded(bytes, () => engine(bytes, random.pick(receiverSets)));
  if (result?.verdict === 'confirmed') fail('confirmed a message of 203.0.113.9', bytes);
  const [line] = result?.hops ?? [];
  const address = line?.ambiguous ? undefined : line?.from?.tcpInfo.address;
  if (address !== undefined && address !== '203.0.113.9') fail(`took ${address} for 203.0.113.9`, bytes);
}

function engine(bytes, receivers) {
  const trace = readTrace(bytes);
  return trace.kind === 'email' ? judgePath(trace, { receivers, relays }) : undefined;
}

function guarded(bytes, run) {
  const start = performance.now();
  try {
    return { result: run(), ms: performance.now() - start };
  } catch (error) {
    return fail(String(error?.stack ?? error), bytes);
  }
}

/** What must hold of every verdict; undefined when it does. */
function nonsense(verdict) {
  if (!verdict) return undefined;
  counts.emails += 1;
  for (const { text, spans, from } of verdict.hops) {
    for (const span of Object.values(spans))
      if (span && !(span.start >= 0 && span.start <= span.end && span.end <= text.length))
        return 'a span outside its field';
    const address = from?.tcpInfo.address;
    if (address !== undefined && parseReceived(`from x (y [${address}]) by z`).from?.tcpInfo.address !== address)
      return `an address that is not canonical: ${address}`;
  }
  if (verdict.verdict !== 'confirmed') return undefined;
  const hop = verdict.hops[verdict.boundaryHop];
  if (!hop || hop.ambiguous || hop.standing !== 'boundary') return 'confirmed by a hop that proves nothing';
  if (verdict.reason === 'name')
    return hop.from.tcpInfo.reverseNameConfirmed === 'yes' ? undefined : 'an unchecked name';
  return hop.from.tcpInfo.address.startsWith('185.138.182.') ? undefined : 'confirmed by another address';
}

function fail(problem, bytes) {
  const file = path.join(tmpdir(), `akrelay-fuzz-${values.seed}-${counts.mutants + counts.attacks}.eml`);
  writeFileSync(file, bytes);
  console.error(`${problem}\nseed ${values.seed}, input ${counts.mutants + counts.attacks}, kept as ${file}`);
  process.exit(1);
}
