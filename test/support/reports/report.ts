import type { LabScript } from '../../../src/relay/lab-script.js';
import type { Zone } from '../dns-server.js';
import type { CertificateKind } from '../lab/certificate-zoo.js';

/** What somebody reported in public, and how it is rebuilt here. */
export interface Report {
  /** Issue of a public project: `owner/name#number`. */
  readonly source: string;
  readonly situation: string;
  readonly rebuilt: Rebuilt;
  readonly exit: number;
  /** A part of what the program says. */
  readonly says: RegExp;
}

export type Rebuilt =
  /** A scripted relay, and a command with the sender `lab`. */
  | {
      readonly kind: 'relay';
      readonly script: Partial<LabScript>;
      readonly certificate?: CertificateKind;
      readonly words: readonly string[];
      readonly sender?: { readonly tls?: LabScript['tls']; readonly auth?: string };
      /** The file that `--eml letter.eml` or `--attach report.bin` names. */
      readonly letter?: string;
    }
  /** Records of a domain, and `check --dns` for mail from it through Sendsay. */
  | { readonly kind: 'records'; readonly zone: Zone; readonly domain: string; readonly selector?: string }
  /** A saved message, and `verify`. */
  | { readonly kind: 'message'; readonly text: string; readonly words?: readonly string[] };
