import { isInAny, isPrivate, type Network, parseNetwork } from '../address/network.js';
import type { Line } from '../hop/hop.js';

/**
 * A mailbox provider's receiving side. Every line of it is found by its `by` name; the line that a border host wrote is
 * the boundary, whatever is below it.
 */
export interface ReceiverProfile {
  readonly id: string;
  /** As a sentence names it. */
  readonly title: string;
  /** `by` names of the hosts that take mail from outside. Anchored. */
  readonly border: readonly RegExp[];
  /** `by` names of hosts behind them. */
  readonly inner: readonly RegExp[];
  /** Networks from which an inner host is fed by its own kind. */
  readonly networks: readonly string[];
  /** Networks from which it sends to the world, where they are published. */
  readonly sendsFrom?: readonly string[];
  /** Names of the hosts that send to the world, for a server that checks names. Anchored. */
  readonly sendsAs?: readonly RegExp[];
  /** The border host signs with a private address, which must be the peer that the line above names. */
  readonly borderByAddress?: true;
  /** Its mailbox stores are fed over HTTP, which elsewhere is where a message begins. */
  readonly storeSpeaksHttp?: true;
  readonly source: string;
  readonly checked: string;
}

const observed = 'raw public headers';

/**
 * Of 2603:1000::/24, Exchange Online has 2603:1006::, 2603:1016:: and so on to 2603:10f6:: (rows 1 and 2 of Microsoft's list
 * of Microsoft 365 URLs and IP address ranges, and raw public headers). The rest is of Azure, where anybody rents a machine.
 */
const exchangeOnline = [...'0123456789abcdef'].map((digit) => `2603:10${digit}6::/32`);

const receiverProfiles: readonly ReceiverProfile[] = [
  {
    id: 'gmail',
    title: 'Gmail',
    border: [/^mx\.google\.com$/],
    inner: [/^2002:a[0-9a-f:]+$/],
    networks: [],
    source: `${observed} 2008-2026`,
    checked: '2026-11',
  },
  {
    id: 'yandex',
    title: 'Yandex',
    border: [
      /^(?:[a-z0-9-]+\.)*mail-nwsmtp-mxfront-[a-z0-9-]+(?:\.[a-z0-9-]+)*\.yandex\.net$/,
      /^mxfront[a-z0-9-]*(?:\.[a-z0-9-]+)*\.yandex\.net$/,
    ],
    inner: [/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.yandex\.net$/],
    networks: ['2a02:6b8::/32'],
    source: `${observed} 2014-2026`,
    checked: '2026-11',
  },
  {
    id: 'mail.ru',
    title: 'Mail.ru',
    border: [/^mx[a-z]*\d*\.(?:i\.)?mail\.ru$/],
    inner: [/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.mail\.ru$/],
    networks: [],
    source: `${observed} 2013-2025`,
    checked: '2026-11',
  },
  {
    id: 'outlook',
    title: 'Outlook / Exchange Online',
    border: [/^[a-z0-9-]+\.mail\.protection\.outlook\.com$/],
    inner: [
      /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:prod\.outlook\.com|outlook\.office365\.com|prod\.protection\.outlook\.com|prod\.exchangelabs\.com)$/,
    ],
    networks: [...exchangeOnline, '2a01:111:f400::/46', '2a01:111:e400::/48'],
    // Rows 9 and 10 of Microsoft's list of Microsoft 365 URLs and IP address ranges.
    sendsFrom: [
      '40.92.0.0/15',
      '40.107.0.0/16',
      '52.100.0.0/14',
      '104.47.0.0/17',
      '2a01:111:f400::/48',
      '2a01:111:f403::/48',
    ],
    storeSpeaksHttp: true,
    source: `${observed}, many`,
    checked: '2026-11',
  },
  {
    id: 'yahoo',
    title: 'Yahoo / AOL',
    border: [/^mta\d+[a-z0-9.-]*\.mail\.[a-z0-9]+\.yahoo\.com$/],
    inner: [/^atlas[a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:yahoo|aol)\.com$/],
    networks: [],
    borderByAddress: true,
    storeSpeaksHttp: true,
    source: `${observed} 2013-2025`,
    checked: '2026-11',
  },
  {
    id: 'icloud',
    title: 'iCloud',
    border: [
      /^p\d+-icloudmta-smtpin-[a-z0-9-]+(?:\.[a-z0-9-]+)*$/,
      /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.k8s\.cloud\.apple\.com$/,
    ],
    inner: [/^p\d+-mailgateway-smtp[a-z0-9-]*(?:\.[a-z0-9-]+)*$/],
    networks: [],
    source: `${observed} 2025-2026`,
    checked: '2026-11',
  },
  {
    id: 'fastmail',
    title: 'Fastmail',
    border: [/^(?:[a-z]+-)?mx-?\d+\.messagingengine\.com$/, /^(?:mailmx|mx\d+)\.[a-z]+\.internal$/],
    inner: [/^(?:slot[a-z0-9]+|compute\d+|[a-z]+-compute-\d+)(?:\.[a-z0-9-]+)*\.internal$/, /^slot[a-z]?\d+d\d+t\d+$/],
    networks: [],
    source: 'raw public headers, 2015-2026',
    checked: '2026-11',
  },
  {
    id: 'gmx',
    title: 'GMX / web.de',
    border: [/^mx-ha\.(?:gmx\.net|web\.de)$/, /^mx\d*\.(?:gmx\.net|web\.de)$/],
    inner: [],
    networks: [],
    source: observed,
    checked: '2026-11',
  },
  {
    id: 'proofpoint',
    title: 'Proofpoint',
    // A host signs with its own name or with that of its customer's cluster.
    border: [/^mx[a-z0-9-]+\.(?:pphosted\.com|ppe-hosted\.com)$/, /^m\d+\.ppops\.net$/],
    inner: [],
    networks: [],
    sendsAs: [/^mx[a-z0-9-]+\.(?:pphosted\.com|ppe-hosted\.com)$/],
    source: observed,
    checked: '2026-11',
  },
  {
    id: 'cloudflare',
    title: 'Cloudflare Email Routing',
    border: [/^cloudflare-email\.(?:net|com)$/],
    inner: [],
    networks: [],
    source: observed,
    checked: '2026-11',
  },
  {
    id: 'amazon-ses',
    title: 'Amazon SES (inbound)',
    border: [/^inbound-smtp\.[a-z0-9-]+\.amazonaws\.com$/],
    inner: [],
    networks: [],
    source: observed,
    checked: '2026-11',
  },
];

/** Parsed when a profile is first asked for them. */
const parsed = new Map<readonly string[], readonly Network[]>();

function parsedOnce(cidrs: readonly string[]): readonly Network[] {
  const known = parsed.get(cidrs);
  if (known !== undefined) return known;
  const networks = cidrs.flatMap((cidr) => parseNetwork(cidr) ?? []);
  parsed.set(cidrs, networks);
  return networks;
}

/** The profile of the provider that delivered: by the address, or by the name where the writer checked it. */
export function sendingProfileOf({ from }: Line): ReceiverProfile | undefined {
  const { address, reverseName, reverseNameConfirmed } = from?.tcpInfo ?? {};
  const name = reverseNameConfirmed === 'yes' ? reverseName : undefined;
  return receiverProfiles.find(
    ({ sendsFrom, sendsAs }) =>
      (address !== undefined && sendsFrom !== undefined && isInAny(parsedOnce(sendsFrom), address)) ||
      (name !== undefined && sendsAs?.some((pattern) => pattern.test(name))),
  );
}

/** As a sentence names the provider, and when its profile was last compared. */
export function profileFacts(id: string): Pick<ReceiverProfile, 'title' | 'checked'> | undefined {
  return receiverProfiles.find((profile) => profile.id === id);
}

/** The profile to which the writer of the newest line belongs. */
export function profileOf(top: Line): ReceiverProfile | undefined {
  return receiverProfiles.find((profile) => roleIn(profile, top) !== 'none');
}

/** What the writer of a line is in the profile. A border line without `from` is none. */
export function roleIn(profile: ReceiverProfile, hop: Line): 'border' | 'inner' | 'none' {
  const name = hop.by.name ?? '';
  if (hop.from && profile.border.some((pattern) => pattern.test(name))) return 'border';
  return profile.inner.some((pattern) => pattern.test(name)) ? 'inner' : 'none';
}

/** The profile's networks, parsed. */
export function networksOf({ networks }: ReceiverProfile): readonly Network[] {
  return parsedOnce(networks);
}

/** A border host that signs with its private address is believed when the line above names that address as its peer. */
export function isLinkedBorder(profile: ReceiverProfile, hop: Line, above: Line | undefined): boolean {
  const own = hop.by.address;
  if (!profile.borderByAddress || own === undefined || !isPrivate(own)) return false;
  return above?.from?.tcpInfo.address === own || above?.from?.ehloName === own;
}
