import type { LabAct, LabFault, LabScript, LabStage } from '../../../../src/relay/lab-script.js';
import type { CertificateKind } from '../certificate-zoo.js';

/** One way in which a relay can fail, and what `send` must say about it. */
export interface FaultCase {
  readonly id: string;
  /** What the server does, for the table in the docs. */
  readonly does: string;
  readonly script: Partial<LabScript>;
  readonly certificate?: CertificateKind;
  /** Of the sender, where it is not starttls with login. */
  readonly sender?: { readonly tls?: LabScript['tls']; readonly auth?: string };
  readonly exit: number;
  /** `id` in the error's JSON, or the receipt's outcome. */
  readonly finding: string;
  /** A part of the sentence. */
  readonly sentence: string;
}

export const say = (text: string): LabAct => ({ kind: 'say', bytes: `${text}\r\n` });
export const sayAndClose = (text: string): LabAct => ({ kind: 'say-and-close', bytes: `${text}\r\n` });
export const close: LabAct = { kind: 'close' };
export const reset: LabAct = { kind: 'reset' };
export const stall: LabAct = { kind: 'stall' };

export function at(stage: LabStage, act: LabAct, nth?: number): { faults: LabFault[] } {
  return { faults: [nth === undefined ? { at: stage, act } : { at: stage, act, nth }] };
}
