import { fields } from './fields.js';
import type { Preset } from './preset.js';

const guide = 'guides.altcraft.com/en/admin-guide/admin-panel/senders/altcraft-cloud-smtp';
const support = `${guide}: provided by Altcraft support`;
const verified = '2026-11-21';

/** Altcraft's own relay: host, authentication and credentials come from Altcraft support. */
export const altcraftCloud: Preset = {
  id: 'altcraft-cloud',
  title: 'Altcraft Cloud SMTP',
  summary: "Altcraft's own relay; its support provides the host and login; no TLS",
  relay: {
    host: { label: 'unknown', value: undefined, source: support, verified },
    port: {
      label: 'inferred',
      value: 25,
      source: 'The default SMTP port (RFC 5321 §4.5.4.2); none is published for this relay',
      verified,
    },
    tls: { label: 'documented', value: 'none', source: `${guide}: Use Start TLS is disabled`, verified },
    auth: { label: 'unknown', value: undefined, source: support, verified },
  },
  webhook: {
    enabled: { label: 'documented', value: true, source: guide, verified },
    gateway: { label: 'unknown', value: undefined, source: 'Not published', verified },
  },
  path: undefined,
  spf: { label: 'unknown', value: undefined, source: 'Not published', verified },
  form: [
    fields.accounts,
    { ...fields.host, help: 'The host that Altcraft support gave you, as host:port.' },
    {
      ...fields.tls,
      default: 'none',
      help: 'The guide disables Start TLS: the user name and password are then sent in clear text.',
    },
    { ...fields.auth, help: 'Ask Altcraft support.' },
    { ...fields.username, default: 'ALTCRAFT_SMTP_LOGIN', help: 'From Altcraft support.' },
    { ...fields.password, default: 'ALTCRAFT_SMTP_PASSWORD' },
    fields.webhookEnabled,
    fields.gateway,
    fields.webhookUrl,
  ],
};
