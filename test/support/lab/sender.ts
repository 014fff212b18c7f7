import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabScript } from '../../../src/relay/lab-script.js';
import { type InProcessOptions, inProcess } from '../in-process.js';
import type { Run } from '../program.js';
import type { CertificateZoo } from './certificate-zoo.js';
import { folderWithAuthority } from './folder.js';
import { type LabServer, startLab } from './server.js';

/** A password that is awkward in every encoding. */
export const labPassword = 'lab-Passw0rd/ÿ';

/** A folder with a certificate authority, where senders for scripted relays are written and used. */
export interface LabBench {
  readonly zoo: CertificateZoo;
  readonly start: (script?: Partial<LabScript>) => Promise<LabServer>;
  /** Runs a command inside the test, with a config whose one sender, `lab`, reaches that server. */
  readonly run: (lab: LabServer, words: readonly string[], more?: BenchOptions) => Promise<Run>;
  readonly folder: string;
}

export interface BenchOptions extends Partial<InProcessOptions> {
  readonly tls?: LabScript['tls'];
  readonly auth?: string;
  /** More keys of `relay`, as the file has them. */
  readonly relay?: string;
}

export async function labBench(): Promise<LabBench> {
  const { zoo, folder } = await folderWithAuthority();
  return {
    zoo,
    folder,
    start: (script = {}) =>
      startLab({ tls: 'starttls', auth: ['LOGIN', 'PLAIN', 'CRAM-MD5'], faults: [], pair: zoo.pairs.good, ...script }),
    run: async (lab, words, { tls = 'starttls', auth = 'login', relay: more = '', ...options } = {}) => {
      const credentials = auth === 'none' ? '' : 'username: { env: LAB_USER }, password: { env: LAB_PASSWORD },';
      const relay = `{ host: "localhost:${lab.port}", tls: ${tls}, auth: ${auth}, ${credentials} ${more} }`;
      const test = 'test: { from: test@example.com, recipients: [qa@example.net, qb@example.net] }';
      const config = path.join(folder, `${lab.port}.yaml`);
      await writeFile(config, `version: 1\nsenders:\n  - { name: lab, provider: custom, relay: ${relay} }\n${test}\n`);
      const env = { LAB_USER: 'lab-user', LAB_PASSWORD: labPassword };
      return inProcess([...words, '--config', config, '--ca', 'ca.pem'], { cwd: folder, env, ...options });
    },
  };
}
