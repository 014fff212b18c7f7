import { installationOf } from '../receivers/installed.js';
import { mailHost } from './mail-host.js';

const none = { certPem: '', keyPem: '' };

/** What the lane runs, with its version, and why it cannot. */
export function installedForProof(): { readonly title: string; readonly obstacle: string | undefined } {
  const { versions, obstacle } = installationOf(mailHost({ good: none, expired: none, stranger: none }));
  return { title: `prove with ${versions.join(', ')}`, obstacle };
}
