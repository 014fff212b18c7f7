import { type FormField, type Preset, presets } from '../../presets/index.js';
import type { SenderFields } from '../../relay/config-change.js';
import { type ProviderId, providerIds, type RelaySender } from '../../relay/sender.js';
import type { Prompts } from '../../world/world.js';
import { ask, type CurrentValue } from './answers.js';

/** Asks a person which provider the sender is for. */
export function askProvider(prompts: Prompts): Promise<ProviderId> {
  return prompts.choice({
    message: 'Provider of the relay',
    choices: providerIds.map((id) => ({
      value: id,
      label: `${presets[id].title}: ${presets[id].summary}`,
      echo: presets[id].title,
    })),
  });
}

/** Asks, in the order of the panel, what the flags left open. */
export async function askOpenFields(preset: Preset, given: SenderFields, prompts: Prompts): Promise<SenderFields> {
  let fields: SenderFields = { ...given, provider: preset.id };
  for (const field of preset.form) {
    if (fields[field.field] !== undefined || !applies(field, fields)) continue;
    const answer = await ask(field, undefined, prompts);
    if (answer !== undefined) fields = { ...fields, [field.field]: answer };
  }
  return fields;
}

/** Asks every question of the form with what the sender has now; returns only what the person changed. */
export async function askAgain(preset: Preset, sender: RelaySender, prompts: Prompts): Promise<SenderFields> {
  let now = currentFields(sender);
  let changes: SenderFields = {};
  for (const field of preset.form) {
    if (!applies(field, now)) continue;
    const before = now[field.field];
    const answer = await ask(field, (before ?? undefined) as CurrentValue, prompts);
    if (JSON.stringify(answer ?? null) === JSON.stringify(before ?? null)) continue;
    const value = answer ?? emptied(field);
    now = { ...now, [field.field]: value };
    changes = { ...changes, [field.field]: value };
  }
  return changes;
}

/** The flags without which the sender cannot be written where nobody can be asked. */
export function openFlags(preset: Preset, given: SenderFields): string[] {
  return preset.form
    .filter(
      ({ need, field, default: preset }) => need === 'required' && given[field] === undefined && preset === undefined,
    )
    .map(({ flag }) => flag);
}

/** The preset's defaults for what the flags left open; `required`: what is optional stays out. */
export function withPresetDefaults(preset: Preset, given: SenderFields, wanted: 'required' | 'all'): SenderFields {
  let fields: SenderFields = { ...given, provider: preset.id };
  for (const field of preset.form) {
    const isWanted = field.need === 'required' || (wanted === 'all' && applies(field, fields));
    if (isWanted && fields[field.field] === undefined) fields = { ...fields, [field.field]: defaultOf(field) };
  }
  return fields;
}

/** What a person gets who just presses Enter. */
function defaultOf({ kind, default: preset }: FormField): unknown {
  if (kind === 'yes-no') return preset === 'yes';
  if (preset === undefined || (kind !== 'user-name' && kind !== 'password')) return preset;
  return { kind: 'env', name: preset };
}

function applies(field: FormField, fields: SenderFields): boolean {
  switch (field.when) {
    case 'always':
      return true;
    case 'auth':
      return fields.auth !== 'none';
    case 'webhook':
      return fields.webhookEnabled !== false;
  }
}

function emptied({ field }: FormField): null | readonly never[] {
  return field === 'pathHosts' || field === 'pathNetworks' || field === 'accounts' ? [] : null;
}

/** A sender's values in the words of its form. */
function currentFields({ provider, relay, webhook, path, platform }: RelaySender): SenderFields {
  const host = relay.host.includes(':') ? `[${relay.host}]` : relay.host;
  return {
    provider,
    host: `${host}:${relay.port}`,
    tls: relay.tls,
    auth: relay.auth,
    username: relay.username ?? null,
    password: relay.password ?? null,
    webhookEnabled: webhook.enabled,
    gateway: webhook.gateway ?? null,
    webhookUrl: webhook.url ?? null,
    pathHosts: path?.hosts ?? [],
    pathNetworks: path?.networks ?? [],
    platformId: platform.id ?? null,
    accounts: platform.accounts,
  };
}
