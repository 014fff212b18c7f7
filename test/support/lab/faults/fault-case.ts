import type { LabAct, LabFault, LabScript, LabStage } from '../../../../src/relay/lab-script.js';
import type { CertificateKind } from '../certificate-zoo.js';

/** One way in which a relay can fail, and what `send` must say about it. */
export interface FaultCase {
  readonly id: string;
  /** What the server does, for the table in the docs. */
  readonly does: string;
  readonly script: Partial<LabScript>;
  readonly certificate?: CertificateKind;
  /** `wanted`: of the authority that the client trusts as well; the client has none. */
  readonly clientCertificate?: 'wanted';
  /** Of the sender, where it is not starttls with login. */
  readonly sender?: { readonly tls?: LabScript['tls']; readonly auth?: string };
  readonly exit: number;
  /** `id` in the error's JSON, or the receipt's outcome. */
  readonly finding: string;
  /** A part of what is said, in the sentence or in the hint. */
  readonly sentence: string;
}

export const say = (text: string): LabAct => ({ kind: 'say', bytes: `${text}\r\n` });
export const sayAndClose = (text: string): LabAct => ({ kind: 'say-and-close', bytes: `${text}\r\n` });
/** Several replies, or lines of one, in one segment. */
export const lines = (...each: readonly string[]): string => each.join('\r\n');
export const flood = (bytes: string): LabAct => ({ kind: 'flood', bytes });
export const close: LabAct = { kind: 'close' };
export const reset: LabAct = { kind: 'reset' };
export const stall: LabAct = { kind: 'stall' };

export function at(stage: LabStage, act: LabAct, nth?: number): { faults: LabFault[] } {
  return { faults: [nth === undefined ? { at: stage, act } : { at: stage, act, nth }] };
}

export function faults(...each: readonly { readonly faults: readonly LabFault[] }[]): { faults: LabFault[] } {
  return { faults: each.flatMap((one) => one.faults) };
}
