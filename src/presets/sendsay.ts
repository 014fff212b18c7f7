import { fields } from './fields.js';
import type { Preset } from './preset.js';

const guide = 'guides.altcraft.com/en/admin-guide/admin-panel/senders/sendsay';
const verified = '2026-11-21';

/** Sendsay's SMTP gateway. Its own documentation (docs.sendsay.ru) is of 2024. */
export const sendsay: Preset = {
  id: 'sendsay',
  title: 'Sendsay',
  summary: "Sendsay's SMTP gateway with STARTTLS and AUTH LOGIN",
  relay: {
    host: { label: 'documented', value: 'smtp.gate.sendsay.ru', source: guide, verified },
    port: { label: 'documented', value: 587, source: `${guide}; docs.sendsay.ru (2024) also lists 25`, verified },
    tls: { label: 'documented', value: 'starttls', source: `${guide}: Use Start TLS is enabled`, verified },
    auth: { label: 'documented', value: 'login', source: `${guide}; docs.sendsay.ru (2024)`, verified },
  },
  webhook: {
    enabled: { label: 'documented', value: true, source: guide, verified },
    gateway: {
      label: 'unknown',
      value: undefined,
      source: `${guide} says to select Sendsay; its name in the list is not published`,
      verified,
    },
  },
  path: {
    hosts: {
      label: 'inferred',
      value: ['gato#.sndsy.ru'],
      source: `${guide} shows gatoNNN.sndsy.ru; akrelay assumes that NNN is one to five digits`,
      verified,
    },
    networks: {
      label: 'documented',
      value: ['185.138.182.0/24'],
      source: `${guide} shows 185.138.182.XXX; a customer can have other addresses`,
      verified,
    },
  },
  spf: {
    label: 'documented',
    value: 'spf.sendsay.ru',
    source: 'docs.sendsay.ru (2024): MAIL FROM is passed on unchanged, so the SPF record of its domain must include it',
    verified,
  },
  form: [
    fields.accounts,
    {
      ...fields.host,
      default: 'smtp.gate.sendsay.ru:587',
      help: 'Sendsay can give you another host under gate.sendsay.ru.',
    },
    fields.tls,
    { ...fields.auth, default: 'login', help: "Choose none if Sendsay identifies you by your server's IP address." },
    { ...fields.username, default: 'SENDSAY_LOGIN', help: 'Your Sendsay login, or a name such as x.y@smtpgate.' },
    { ...fields.password, default: 'SENDSAY_PASSWORD' },
    fields.webhookEnabled,
    { ...fields.gateway, help: 'Select Sendsay in the panel; press Enter to skip.' },
    {
      ...fields.webhookUrl,
      help: 'The platform generates it; paste it into the Sendsay account. Press Enter to skip.',
    },
  ],
};
