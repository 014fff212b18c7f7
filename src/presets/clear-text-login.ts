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
  const message = 'user name and password cross the network in clear text';
  if (relay.tls.value !== 'none') return { message, fix: "write 'tls: starttls' if the relay offers it" };
  return {
    message: `${message}, as the guide of ${title} has it (${relay.tls.source})`,
    fix: "write 'acknowledge: [auth-clear-text]' below relay if you accept that, or 'tls: starttls' if the relay offers it",
  };
}
