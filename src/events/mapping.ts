import type { MappingSettings } from '../relay/config.js';
import { type EventField, type EventKind, type EventSource, eventFields } from './mail-event.js';

/**
 * Where a provider keeps each field, and what its words mean. Names are tried in turn; `a.b` is found as the flat name `a.b` and as `b`
 * inside `a`, and a number chooses from a list.
 */
export interface Mapping {
  readonly source: EventSource;
  readonly fields: Readonly<Record<EventField, readonly string[]>>;
  readonly words: Readonly<Record<string, EventKind>>;
  /** Offset of times that state none: `+03:00`. */
  readonly zone: string;
  /** What of this the provider documents, and when it was compared. The rest is inferred. */
  readonly documented: readonly string[];
  readonly compared: string;
}

/**
 * Sendsay documents the set of events, the array `events` and `gate.uniq`; the other names are those of its statistics API (`stat.uni`:
 * areas deliv, read, click, unsub) and are inferred.
 */
export const sendsayMapping: Mapping = {
  source: 'sendsay',
  fields: {
    kind: ['event', 'event.name', 'name', 'type', 'action'],
    time: [
      'event.dt',
      'deliv.dt',
      'read.dt',
      'click.dt',
      'unsub.dt',
      'deliv.letter.dt',
      'dt',
      'datetime',
      'time',
      'date',
    ],
    recipient: [
      'member.email',
      'deliv.member.email',
      'read.member.email',
      'click.member.email',
      'unsub.member.email',
      'email',
      'to',
    ],
    token: ['gate.uniq', 'uniq'],
    messageId: ['gate.message_id', 'message_id', 'message-id'],
    event: ['event.id', 'event_id'],
    letter: ['letter.id', 'letter_id'],
    issue: ['issue.id', 'deliv.issue.id', 'read.issue.id', 'click.issue.id', 'unsub.issue.id', 'issue_id'],
    issueName: ['issue.name', 'deliv.issue.name', 'read.issue.name', 'click.issue.name', 'unsub.issue.name'],
    profile: ['member.id'],
    link: ['click.link.url', 'link.url', 'url', 'link'],
    status: ['deliv.status', 'delivstream.status', 'status'],
    reason: ['deliv.msg', 'delivstream.msg', 'deliv.reason', 'event.type', 'msg', 'message', 'reason', 'error'],
    test: ['is_test', 'test'],
  },
  words: {
    delivery: 'delivery',
    deliv: 'delivery',
    delivered: 'delivery',
    // The only open that the webhook knows is the unique one (row «Уникальное открытие письма»).
    open: 'unique-open',
    unique_open: 'unique-open',
    uopen: 'unique-open',
    read: 'unique-open',
    click: 'click',
    unsub: 'unsubscribe',
    unsubscribe: 'unsubscribe',
    unsub_cancel: 'resubscribe',
    unsubcancel: 'resubscribe',
    resubscribe: 'resubscribe',
    complaint: 'complaint',
    spam: 'complaint',
    bounce: 'bounce',
    confirm: 'confirm',
    subscribe: 'subscribe',
    reply: 'reply',
  },
  zone: '+03:00',
  documented: ['events', 'gate.uniq'],
  compared: '2026-11',
};

/** Action Hooks, and rows of `subscribers/history_get_all` under their own names. The e-mail event words are documented. */
export const altcraftMapping: Mapping = {
  source: 'altcraft',
  fields: {
    kind: ['event_type', 'event', 'action'],
    time: ['event_date', 'datetime'],
    recipient: ['email', 'event_data.email', 'subscription.0.email', 'subscription.email', 'profile.email'],
    token: ['custom_data.letter_id', 'custom_data.x_letter_id', 'event_data.letter_id'],
    messageId: ['event_data.message_header_id', 'event_data.smtp_message_id'],
    event: ['event_id', 'event_data.event_id'],
    letter: ['smid', 'event_data.smid', 'event_data.send_message_id'],
    issue: ['campaign_id', 'event_data.campaign_id'],
    issueName: ['campaign_name', 'event_data.campaign_name'],
    profile: ['profile_id'],
    link: ['event_data.link_url', 'link_url'],
    status: ['event_data.status', 'status'],
    reason: ['event_data.reason', 'event_data.error', 'reason'],
    test: ['is_test'],
  },
  words: {
    send: 'sent',
    reply: 'reply',
    suppress: 'suppressed',
    deliv: 'delivered',
    undeliv: 'bounce',
    sbounce: 'soft-bounce',
    hbounce: 'hard-bounce',
    complain: 'complaint',
    uopen: 'unique-open',
    open: 'open',
    uclick: 'unique-click',
    click: 'click',
    read: 'read',
    skimmed: 'skimmed',
    glanced: 'glanced',
    confirm: 'confirm',
    confirmsub: 'confirm',
    unsub: 'unsubscribe',
  },
  zone: '+00:00',
  documented: [
    'event_type',
    'event',
    'event_date',
    'profile_id',
    'is_test',
    'event_data.campaign_id',
    'event_data.link_url',
    'event_data.send_message_id',
    'event_id',
    'datetime',
    'email',
    'action',
    'smid',
    'campaign_id',
    'campaign_name',
  ],
  compared: '2026-11',
};

export const defaultMappings: Readonly<Record<EventSource, Mapping>> = {
  sendsay: sendsayMapping,
  altcraft: altcraftMapping,
};
export type Mappings = typeof defaultMappings;

/** The known mappings with what the config says before it. The settings were checked with the config. */
export function mappingsWith(settings: Readonly<Record<EventSource, MappingSettings>>): Mappings {
  return {
    sendsay: withSettings(sendsayMapping, settings.sendsay),
    altcraft: withSettings(altcraftMapping, settings.altcraft),
  };
}

function withSettings(mapping: Mapping, { zone, fields, words }: MappingSettings): Mapping {
  const ours = (field: EventField): readonly string[] => [...(fields[field] ?? []), ...mapping.fields[field]];
  return {
    ...mapping,
    zone: zone ?? mapping.zone,
    fields: Object.fromEntries(eventFields.map((field) => [field, ours(field)])) as unknown as Mapping['fields'],
    words: { ...mapping.words, ...(words as Mapping['words']) },
  };
}
