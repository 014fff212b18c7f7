import { widthOf, wrapText } from '../../cells.js';
import type { RelaySender, SecretReference } from '../../relay/sender.js';
import { safeText } from '../../safe-text.js';
import { hostAndPort } from './fields.js';
import { type PanelWords, panelWords } from './panel-words.js';

/**
 * What a person types into the Altcraft panel: its labels, and this sender's values. The labels are those of the English
 * guides; in Russian only the menu path is known, and that is said.
 */
export function panelText(sender: RelaySender, language: 'en' | 'ru', columns: number | undefined): string {
  const words = panelWords[language];
  const rows = rowsOf(sender, words);
  const width = Math.max(...rows.map(([label]) => widthOf(label)));
  const table = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${safeText(value)}`);
  return wrapText([words.menu, '', ...table, '', ...notesOf(sender, words), ''].join('\n'), columns);
}

type Row = readonly [label: string, value: string];

function rowsOf({ name, relay, webhook, platform }: RelaySender, words: PanelWords): Row[] {
  return [
    ['Type', 'Email: AKMTA'],
    ['Name', name],
    ['Assigned accounts', platform.accounts.length > 0 ? platform.accounts.join(', ') : words.choose],
    ['Send via SMTP relay', 'Enable'],
    ['SMTP relay host', hostAndPort(relay)],
    ['Username', relay.auth === 'none' ? words.empty : secretText(relay.username, 'shown', words)],
    ['Password', relay.auth === 'none' ? words.empty : secretText(relay.password, 'hidden', words)],
    ['SMTP auth type', relay.auth === 'login' ? 'Login' : relay.auth],
    ['Use Start TLS', relay.tls === 'starttls' ? 'Enable' : 'Disable'],
    ['Use webhook', webhook.enabled ? 'Enable' : 'Disable'],
    ...(webhook.enabled
      ? ([
          ['Gateway', webhook.gateway ?? words.choose],
          ['Webhook URL', webhook.url ?? words.generated],
        ] as const)
      : []),
  ];
}

function secretText(reference: SecretReference | undefined, literal: 'shown' | 'hidden', words: PanelWords): string {
  switch (reference?.kind) {
    case undefined:
      return words.notInConfig;
    case 'env':
      return words.variable(reference.name);
    case 'file':
      return words.file(reference.path);
    case 'command':
      return words.command(reference.argv[0] ?? '');
    case 'literal':
      return literal === 'shown' ? reference.value : words.inConfig;
  }
}

function notesOf({ relay, webhook }: RelaySender, words: PanelWords): string[] {
  return [
    ...(words.labels === undefined ? [] : [words.labels]),
    ...(relay.auth === 'login' ? [] : [words.onlyLogin]),
    ...(relay.tls === 'implicit' ? [words.implicit] : []),
    ...(webhook.enabled ? [words.pasteUrl] : []),
    words.afterwards,
  ].map((note) => `- ${note}`);
}
