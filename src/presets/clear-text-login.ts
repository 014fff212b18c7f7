import type { RelaySettings } from '../relay/sender.js';
import type { Preset } from './preset.js';

/**
 * What to say of a login that crosses the network as it is; undefined where none does, or where `acknowledge` says that this is
 * known. CRAM-MD5 does not send the password.
 */
export function clearTextLogin(
  { tls, auth, acknowledge }: Pick<RelaySettings, 'tls' | 'auth' | 'acknowledge'>,
  { title, relay }: Preset,
): { readonly message: string; readonly fix: string } | undefined {
  if (tls !== 'none' || auth === 'none' || auth === 'cram-md5' || acknowledge.includes('auth-clear-text'))
    return undefined;
  const message = 'the user name and password are sent in clear text';
  if (relay.tls.value !== 'none') return { message, fix: "Set 'tls: starttls' if the relay offers it." };
  return {
    message: `${message}, as documented for ${title} (${relay.tls.source})`,
    fix: "Set 'tls: starttls' if the relay offers it, or add 'acknowledge: [auth-clear-text]' under relay to accept the risk.",
  };
}
