import { fields } from './fields.js';
import type { Preset } from './preset.js';

const ours = 'default of akrelay';
const none = 'Depends on the relay';
const verified = '2026-11-21';

/** Any other relay: nothing is known, so everything is asked. */
export const custom: Preset = {
  id: 'custom',
  title: 'Another relay',
  summary: 'Any other SMTP relay; you enter its settings',
  relay: {
    host: { label: 'unknown', value: undefined, source: none, verified },
    port: { label: 'inferred', value: 25, source: 'The default SMTP port (RFC 5321 §4.5.4.2)', verified },
    tls: { label: 'inferred', value: 'starttls', source: ours, verified },
    auth: { label: 'unknown', value: undefined, source: none, verified },
  },
  webhook: {
    enabled: { label: 'inferred', value: false, source: ours, verified },
    gateway: { label: 'unknown', value: undefined, source: none, verified },
  },
  path: undefined,
  spf: { label: 'unknown', value: undefined, source: none, verified },
  form: [
    fields.accounts,
    fields.host,
    fields.tls,
    fields.auth,
    fields.username,
    fields.password,
    { ...fields.webhookEnabled, default: 'no' },
    fields.gateway,
    fields.webhookUrl,
    fields.pathHosts,
    fields.pathNetworks,
  ],
};
