import type { LabScript } from '../../../src/relay/lab-script.js';
import { serveLab } from '../../../src/world/lab/server.js';

export interface LabServer {
  readonly port: number;
  /** Every line that clients sent; `<TLS>` where a handshake ended. */
  readonly lines: readonly string[];
  /** The texts that were accepted. */
  readonly messages: readonly string[];
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
