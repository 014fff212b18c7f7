import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { makeAuthority } from '../../../src/world/lab/certificates.js';
import { labBench } from '../../support/lab/sender.js';
import { akrelay } from '../../support/program.js';

const bench = await labBench();
const other = await makeAuthority('the usual one');
writeFileSync(path.join(bench.folder, 'usual.pem'), other.caPem);

test.each([
  ['an authority of --ca', 'own', 0],
  ['one of the usual authorities, which --ca leaves in force', 'usual', 0],
  ['nobody', 'stranger', 76],
] as const)('a relay whose certificate comes from %s', async (_name, from, exit) => {
  const issuer = { own: bench.zoo.authority, usual: other, stranger: await makeAuthority('stranger') }[from];
  const lab = await bench.start({ pair: await issuer.issue({ names: ['localhost'] }) });
  const relay = `{ host: "localhost:${lab.port}", tls: starttls, auth: none }`;
  writeFileSync(
    path.join(bench.folder, 'akrelay.yaml'),
    `version: 1\nsenders:\n  - { name: lab, provider: custom, relay: ${relay} }\n`,
  );
  const words = ['send', 'lab', '--ca', 'ca.pem', '--stop-after', 'tls'];
  const addresses = ['--from', 'a@example.com', '--to', 'b@example.net', '--yes'];
  const run = await akrelay([...words, ...addresses], {
    cwd: bench.folder,
    env: { NODE_EXTRA_CA_CERTS: path.join(bench.folder, 'usual.pem') },
  });
  lab.close();
  expect([run.exit, run.stderr]).toEqual([
    exit,
    expect.stringMatching(exit === 0 ? /^$/ : /not signed by a trusted authority/),
  ]);
});
