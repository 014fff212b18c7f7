import { canonicalAddress } from '../address/address.js';
import { normaliseHost } from '../address/host-name.js';
import { singleSpaced } from '../field/header-text.js';
import type { Account } from '../grammar/account.js';
import type { Confirmation, Hop, HopFrom, Line, Span } from './hop.js';
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
    for: slots.for && (singleSpaced(unbracketed(slots.for)) || undefined),
    tls: readTls(commentsOf(slots), cipherClause(slots.cipher), protocol),
    at: date.at,
    dateProblem: date.dateProblem,
    ambiguous: false,
    notUnderstood: [],
    spans: new LazySpans(account, offset),
  };
}

/** Looks for the tokens when it is asked: few lines are. */
class LazySpans {
  readonly #account: Account;
  readonly #offset: number;

  constructor(account: Account, offset: number) {
    this.#account = account;
    this.#offset = offset;
  }

  get ehloName(): Span | undefined {
    return this.#of('ehlo');
  }

  get reverseName(): Span | undefined {
    return isName(this.#account.slots.name) ? this.#of('name') : undefined;
  }

  get address(): Span | undefined {
    return this.#of('address');
  }

  get by(): Span | undefined {
    return this.#of('host');
  }

  toJSON(): Line['spans'] {
    const { ehloName, reverseName, address, by } = this;
    return { ehloName, reverseName, address, by };
  }

  #of(slot: keyof Account['slots']): Span | undefined {
    const place = this.#account.places()[slot];
    return place && { start: place.start + this.#offset, end: place.end + this.#offset };
  }
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
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const port = bare.indexOf(':');
  return (
    canonicalAddress(bare) ??
    normaliseHost(port > 0 && /^:\d{1,5}$/.test(bare.slice(port)) ? bare.slice(0, port) : bare)
  );
}

/** Without the angle brackets that some ids are in. */
export function unbracketed(text: string): string {
  return text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;
}

function phrase(slot: string | undefined): string | undefined {
  return slot && singleSpaced(slot);
}

function commentsOf({ tls, cipher }: Account['slots']): readonly string[] {
  return [tls, cipher].flatMap((slot) => (slot === undefined ? [] : singleSpaced(withoutParentheses(slot))));
}

function withoutParentheses(text: string): string {
  return text.slice(text.startsWith('(') ? 1 : 0, text.endsWith(')') ? -1 : undefined);
}

function cipherClause(slot: string | undefined): string | undefined {
  return slot && /^[A-Z\d]+[_-]/.test(slot) ? slot : undefined;
}
