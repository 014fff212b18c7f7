import { canonicalAddress } from '../address/address.js';
import { normaliseHost } from '../address/host-name.js';
import type { Account } from '../grammar/account.js';
import type { Confirmation, Hop, HopFrom, Span } from './hop.js';
import { readDateText } from './received-date.js';
import { readTls, saysAuthenticated } from './tls-words.js';

/** The hop that a line tells whose writer is known; `offset` is where the line begins in the text that spans refer to. */
export function hopOfAccount(account: Account, offset: number): Hop {
  const { slots, grammar } = account;
  const id = slots.id && unbracketed(slots.id);
  const date = readDateText(slots.date);
  const via = phrase(slots.via);
  const protocol = phrase(slots.with);
  return {
    dialect: grammar.writer,
    accounted: true,
    origin: account.origin,
    from: fromOf(account, protocol),
    by: {
      name: slots.host && hostOf(slots.host),
      address: ownAddress(account),
      alias: slots.alias && normaliseHost(slots.alias),
      software: phrase(slots.software),
    },
    via,
    with: protocol,
    id,
    for: slots.for && (unbracketed(slots.for).replace(/\s+/g, ' ') || undefined),
    tls: readTls(commentsOf(slots), cipherClause(slots.cipher), protocol),
    at: date.at,
    dateProblem: date.dateProblem,
    ambiguous: false,
    notUnderstood: [],
    get spans() {
      const { ehlo, name, address, host } = account.places();
      return {
        ehloName: moved(ehlo, offset),
        reverseName: isName(slots.name) ? moved(name, offset) : undefined,
        address: moved(address, offset),
        by: moved(host, offset),
      };
    },
  };
}

function fromOf({ slots, grammar, address }: Account, protocol: string | undefined): HopFrom | undefined {
  const { ehlo, name, port, mark, login } = slots;
  if (!ehlo && !name && !address) return undefined;
  const reverseName = address !== undefined && name && isName(name) ? normaliseHost(name) : undefined;
  // Who labels the client's word leaves it out where it is the name that was looked up.
  const claimed = phrase(ehlo) ?? (isName(name) ? name : undefined);
  return {
    ehloName: claimed,
    tcpInfo: {
      reverseName,
      reverseNameConfirmed: reverseName === undefined ? 'unknown' : confirmationOf(grammar.names, mark),
      address,
      port: port === undefined ? undefined : Number(port),
    },
    authenticated: login !== undefined || saysAuthenticated(protocol, []),
  };
}

function confirmationOf(names: Account['grammar']['names'], mark: string | undefined): Confirmation {
  if (mark !== undefined && mark !== 'verified') return 'no';
  return names === 'checked' ? 'yes' : names === 'unchecked' ? 'no' : 'unknown';
}

/** What servers put where there is no name. */
const noName = /^(?:<[^<>]*>|unknown|softdnserr|unresolved|unavailable|none|null|really|actually)$/i;

/** Whether the text is a name: not `unknown` and the like, or the address once more. */
export function isName(name: string | undefined): boolean {
  return name !== undefined && !noName.test(name) && canonicalAddress(name) === undefined;
}

function ownAddress({ slots }: Account): string | undefined {
  return canonicalAddress(slots.own ?? slots.host?.replace(/^\[|\]$/g, '') ?? '');
}

/** Without a port and brackets, as a name is compared. */
function hostOf(text: string): string {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  return (
    canonicalAddress(bare) ?? normaliseHost(/^[^:]+:\d{1,5}$/.test(bare) ? bare.slice(0, bare.indexOf(':')) : bare)
  );
}

/** Without the angle brackets that some ids are in. */
export function unbracketed(text: string): string {
  return text.replace(/^<(.*)>$/s, '$1');
}

function phrase(slot: string | undefined): string | undefined {
  return slot?.replace(/\s+/g, ' ');
}

function commentsOf({ tls, cipher }: Account['slots']): readonly string[] {
  return [tls, cipher].flatMap((slot) => slot?.replace(/^\(|\)$/g, '').replace(/\s+/g, ' ') ?? []);
}

function cipherClause(slot: string | undefined): string | undefined {
  return slot && /^[A-Z\d]+[_-]/.test(slot) ? slot : undefined;
}

function moved(place: Span | undefined, offset: number): Span | undefined {
  return place && { start: place.start + offset, end: place.end + offset };
}
