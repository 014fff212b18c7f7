import type { MailboxSettings } from './mailbox-settings.js';
import type { RelaySender, SecretReference } from './sender.js';
import type { VirtualSender } from './virtual-sender.js';

/** A server of ours whose Received lines are believed: by the name it writes after `by`, or by its address. */
export type Receiver =
  | { readonly kind: 'name'; readonly by: string }
  | { readonly kind: 'network'; readonly cidr: string };

/** How a provider's events are read, in addition to what is known of them. */
export interface MappingSettings {
  readonly zone: string | undefined;
  /** Names that are tried first, by field. */
  readonly fields: Readonly<Record<string, readonly string[] | undefined>>;
  /** Kinds by the provider's words. */
  readonly words: Readonly<Record<string, string>>;
}

/** Where events are received, and kept. What is undefined has a flag or a default. */
export interface EventsSettings {
  /** Relative to the folder of the config, like the files; or `clickhouse:http://host:8123/database`. */
  readonly store: string | undefined;
  readonly secretPath: SecretReference | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** Who asks, where the store is in ClickHouse. */
  readonly clickhouse: {
    readonly username: SecretReference | undefined;
    readonly password: SecretReference | undefined;
    /** Relative to the folder of the config. */
    readonly ca: string | undefined;
  };
  readonly sendsay: MappingSettings;
  readonly altcraft: MappingSettings;
}

/** Where the figures of one side are found, and how they are read in addition to what is known. */
export interface SideSettings {
  /** Relative to the folder of the config. */
  readonly files: readonly string[];
  /** Titles of columns that are tried first, by field. */
  readonly columns: Readonly<Record<string, readonly string[] | undefined>>;
}

/** How an API is reached. */
export interface ApiSettings {
  readonly url: string;
  readonly token: SecretReference;
}

/** How statistics are compared. What is undefined has a flag or a default. */
export interface StatisticsSettings {
  readonly tolerancePercent: number | undefined;
  /** Whose days events are counted by: `+03:00`. */
  readonly zone: string | undefined;
  /** Texts that are in links that unsubscribe in Altcraft; the usual ones where none is given. */
  readonly unsubscribeLinks: readonly string[];
  /** `select`: what the rows of a saved reply of `stat.uni` hold. */
  readonly sendsay: SideSettings & {
    readonly select: readonly string[] | undefined;
    readonly api: (ApiSettings & { readonly account: string }) | undefined;
  };
  readonly altcraft: SideSettings & {
    /** `lists`: ids of the databases whose history is read. */
    readonly api: (ApiSettings & { readonly lists: readonly number[] }) | undefined;
  };
}

/** What a valid akrelay.yaml says, defaults filled in. */
export interface Config {
  readonly version: 1;
  readonly senders: readonly RelaySender[];
  readonly virtualSenders: readonly VirtualSender[];
  readonly receivers: readonly Receiver[];
  readonly test: { readonly from: string | undefined; readonly recipients: readonly string[] };
  readonly mailboxes: readonly MailboxSettings[];
  readonly events: EventsSettings;
  readonly statistics: StatisticsSettings;
}
