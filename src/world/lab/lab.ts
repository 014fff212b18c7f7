import type { LabCertificate } from '../../relay/lab-fault.js';
import type { LabEvent, LabScript } from '../../relay/lab-script.js';

export interface LabRequest {
  readonly script: LabScript;
  readonly certificate: LabCertificate | 'good';
  /** Whether a client must show a certificate; the lab gives none away. */
  readonly clientCertificate: 'wanted' | 'not-asked-for';
  /** 0: one of the system's choice. */
  readonly port: number;
  /** Where to write the certificate authority; undefined without TLS. */
  readonly caFile: string | undefined;
  /** The Maildir for what is taken; undefined: nothing is kept. */
  readonly keep: string | undefined;
}

/** A scripted relay on this machine, for tests of one's own. */
export interface Lab {
  readonly port: number;
  /** Ends when the lab is closed or Ctrl-C is pressed. */
  readonly events: AsyncIterable<LabEvent>;
  readonly close: () => void;
}
