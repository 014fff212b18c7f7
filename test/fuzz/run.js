/**
 * Fuzzes the trace engine of dist/: lines that the models of the writers write for liars with hostile words in every slot,
 * and for a relay under a name that may lead astray (none confirmed that must not be, no other address taken for the
 * client's), and mutants of whole messages, byte by byte (no exception, no nonsense, none slow).
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
import { loadModels } from './models.js';
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
/** The same network, and as a translator shows it to a host that has IPv6 alone (RFC 6052). */
const relayAddress = /^(?:185\.138\.182\.|64:ff9b::b98a:b6)/;
const stated = [{ kind: 'name', by: 'mx.example.net' }];
const receiverSets = [[], stated, [...stated, { kind: 'network', cidr: '192.0.2.0/24' }]];

const { borderWriters, insideWriters, routes, tryLie, tryMoved } = await loadModels();

const fixtures = path.resolve(import.meta.dirname, '../fixtures');
const messages = readdirSync(path.join(fixtures, 'messages'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'messages.json')
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));
const fields = JSON.parse(readFileSync(path.join(fixtures, 'received.json'), 'utf8')).map(({ header }) =>
  Buffer.from(`Received: ${header}\r\nFrom: a@b.example\r\n\r\n`),
);
const seeds = [...messages.filter((bytes) => bytes.length < 100_000), ...fields];

// What is compiled at its first use is no input's fault.
for (const bytes of seeds) engine(bytes, stated);

const random = randomFrom(Number(values.seed));
const began = performance.now();
const deadline = values.seconds === undefined ? Infinity : began + Number(values.seconds) * 1000;
const total = values.seconds === undefined ? Number(values.inputs) : Infinity;
const counts = { inputs: 0, mutants: 0, emails: 0, refused: 0, slowestMsPerMib: 0 };
/** Of each route: lines tried, and of them told as unreadable or ambiguous. */
const tried = new Map(routes.map(({ name }) => [name, { lies: 0, names: 0, untold: 0 }]));

while (counts.inputs < total && performance.now() < deadline) {
  counts.inputs += 1;
  if (random.below(5) === 0) tryMutant(mutate(random.pick(seeds), random.pick(seeds), random));
  else tryRoute(random.pick(routes), random.below(5) === 0 ? 'names' : 'lies');
}
report((performance.now() - began) / 1000);

/** A refused liar has tried nothing: another comes in his place. */
function tryRoute(route, kind) {
  for (let visit = 0; visit < 200; visit++) {
    let seen = new Uint8Array();
    const judge = (bytes, options) => {
      seen = bytes;
      const trace = readTrace(bytes);
      return trace.kind === 'email' ? judgePath(trace, options) : undefined;
    };
    const trial = guarded(
      () => (kind === 'lies' ? tryLie : tryMoved)(random, route, judge),
      () => seen,
    ).result;
    if (trial === undefined) counts.refused += 1;
    else return note(trial, kind);
  }
  fail(`${route.name} refuses everybody`, new Uint8Array());
}

function note({ route, bytes, verdict, problem }, kind) {
  if (problem) fail(`${route}: ${problem}\n${Buffer.from(bytes)}`, bytes);
  const count = tried.get(route);
  count[kind] += 1;
  if (verdict.hops.some(({ accounted, ambiguous }) => !accounted || ambiguous)) count.untold += 1;
}

function tryMutant(bytes) {
  counts.mutants += 1;
  const receivers = random.pick(receiverSets);
  const judge = () =>
    guarded(
      () => engine(bytes, receivers),
      () => bytes,
    );
  let verdict = judge();
  const limit = Math.max(leastMs, (bytes.length / 2 ** 20) * msPerMib);
  for (let again = 0; verdict.ms > limit && again < 5; again++) verdict = judge();
  if (verdict.ms > limit) fail(`took ${verdict.ms.toFixed(1)} ms for ${bytes.length} bytes`, bytes);
  if (bytes.length > 50_000)
    counts.slowestMsPerMib = Math.max(counts.slowestMsPerMib, verdict.ms / (bytes.length / 2 ** 20));
  const problem = nonsense(verdict.result);
  if (problem) fail(problem, bytes);
}

function engine(bytes, receivers) {
  const trace = readTrace(bytes);
  return trace.kind === 'email' ? judgePath(trace, { receivers, relays }) : undefined;
}

function guarded(run, bytes) {
  const start = performance.now();
  try {
    return { result: run(), ms: performance.now() - start };
  } catch (error) {
    return fail(String(error?.stack ?? error), bytes());
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
  return relayAddress.test(hop.from.tcpInfo.address) ? undefined : 'confirmed by another address';
}

function report(seconds) {
  const rows = [...tried].map(([name, { lies, names, untold }]) => [name, lies, names, untold]);
  const sum = (column) => rows.reduce((all, row) => all + row[column], 0);
  for (const [name, lies, names, untold] of rows)
    console.log(
      `${String(lies).padStart(8)} lies ${String(names).padStart(7)} names ${String(untold).padStart(7)} untold  ${name}`,
    );
  console.log(
    `${borderWriters.length} writers at the border, ${insideWriters.length} behind it: ${sum(1)} lines of liars and ${sum(2)} of names, ` +
      `none confirmed wrongly, no other address taken for the client's (${counts.refused} liars refused by the servers)\n` +
      `${counts.mutants} mutants, ${counts.emails} of them e-mails: no exception, no nonsense, slowest large input ` +
      `${counts.slowestMsPerMib.toFixed(0)} ms per MiB\n${counts.inputs} inputs in ${seconds.toFixed(0)} s, seed ${values.seed}`,
  );
}

function fail(problem, bytes) {
  const file = path.join(tmpdir(), `akrelay-fuzz-${values.seed}-${counts.inputs}.eml`);
  writeFileSync(file, bytes);
  console.error(`${problem}\nseed ${values.seed}, input ${counts.inputs}, kept as ${file}`);
  process.exit(1);
}
