import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

type Resolver = (name: string, type: string) => Promise<readonly (readonly string[])[]>;

/** Records by name; a name that is not there, and `down`, fail as Node's resolver fails. */
function resolverOf(zone: Readonly<Record<string, readonly string[]>>, down?: string): Resolver {
  return async (name, type) => {
    const texts = type === 'TXT' ? zone[name.toLowerCase().replace(/\.$/, '')] : undefined;
    if (texts !== undefined) return texts.map((text) => [text]);
    const code = name === down ? 'ESERVFAIL' : 'ENOTFOUND';
    throw Object.assign(new Error(`query ${code} ${name}`), { code });
  };
}

/** mailauth's answer for a message from example.com that comes from the address. */
export async function spfByMailauth(
  ip: string,
  zone: Readonly<Record<string, readonly string[]>>,
  down: string,
): Promise<string> {
  const { spf } = require('mailauth/lib/spf') as { spf: (options: object) => Promise<{ status: { result: string } }> };
  const options = { sender: 'a@example.com', ip, helo: 'relay.test', mta: 'test', resolver: resolverOf(zone, down) };
  return (await spf(options)).status.result;
}

/** What mailauth makes of the key of a selector: its bits, or the code of its error. */
export async function dkimByMailauth(text: string): Promise<string> {
  const { getPublicKey } = require('mailauth/lib/tools') as {
    getPublicKey: (
      type: string,
      name: string,
      least: number,
      resolver: Resolver,
    ) => Promise<{ modulusLength?: number }>;
  };
  try {
    const { modulusLength } = await getPublicKey('DKIM', 's._domainkey.example.com', 1024, async () => [[text]]);
    return `key ${modulusLength ?? 'ed25519'}`;
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}

/** The policy that mailauth reads from the records of _dmarc.example.com; 'none' where it sees no record. */
export async function dmarcByMailauth(texts: readonly string[]): Promise<string> {
  const getDmarcRecord = require('mailauth/lib/dmarc/get-dmarc-record') as (
    domain: string,
    resolver: Resolver,
  ) => Promise<{ p?: string } | false>;
  const record = await getDmarcRecord('example.com', resolverOf({ '_dmarc.example.com': texts }));
  return record === false ? 'none' : String(record.p);
}
