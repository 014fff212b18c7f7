import type { LabScript } from '../../../src/relay/lab-script.js';
import { serveLab } from '../../../src/world/lab/server.js';
import type { CertificateZoo } from './certificate-zoo.js';
import type { FaultCase } from './faults/fault-case.js';

export interface LabServer {
  readonly port: number;
  /** Every line that clients sent; `<TLS>` where a handshake ended. */
  readonly lines: readonly string[];
  /** The texts that were accepted. */
  readonly messages: readonly string[];
  /** Clients that are connected now. */
  readonly clients?: () => number;
  readonly close: () => void;
}

/** Starts a scripted SMTP server that remembers what it heard. */
export async function startLab(script: LabScript): Promise<LabServer> {
  const lines: string[] = [];
  const messages: string[] = [];
  const lab = await serveLab(script, 0, {
    line: (line) => lines.push(line),
    message: ({ text }) => messages.push(text),
  });
  return { ...lab, lines, messages };
}

/** The server of a row of the fault table. */
export function startFaulty(fault: FaultCase, { pairs, authority }: CertificateZoo): Promise<LabServer> {
  return startLab({
    auth: ['LOGIN'],
    faults: [],
    ...fault.script,
    tls: fault.script.tls ?? fault.sender?.tls ?? 'starttls',
    pair: pairs[fault.certificate ?? 'good'],
    clientAuthority: fault.clientCertificate && authority.caPem,
  });
}
