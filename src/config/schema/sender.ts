import * as v from 'valibot';
import { isEhloName } from '../../relay/ehlo-name.js';
import { parseHostPort } from '../../relay/host-port.js';
import { acknowledgements, authMethods, providerIds, tlsModes } from '../../relay/sender.js';
import { boolean, choice, closed } from './parts.js';
import { secret } from './secret.js';
import { cidr, domain, hostPattern, isHttpUrl, name, platformId, text } from './words.js';

const relay = closed({
  host: v.optional(
    v.pipe(
      text,
      v.check((value) => parseHostPort(value) !== undefined, 'value/host-port'),
      v.description('SMTP relay host of the Altcraft panel, as host:port'),
      v.examples(['smtp.gate.sendsay.ru:587']),
    ),
  ),
  tls: v.optional(
    v.pipe(
      choice(tlsModes, 'value/tls'),
      v.description(
        'starttls is required of the relay, never just tried; implicit is TLS from the first byte; none is clear text',
      ),
    ),
  ),
  auth: v.optional(
    v.pipe(
      choice(authMethods, 'value/auth'),
      v.description('The AUTH method that is used, and no other; none where the relay knows the sender by its address'),
    ),
  ),
  username: v.optional(v.pipe(secret, v.description('Where the user name is found; asked for when left out'))),
  password: v.optional(
    v.pipe(
      secret,
      v.description('Where the password is found, with xoauth2 the access token; asked for when left out'),
    ),
  ),
  ehlo: v.optional(
    v.pipe(
      text,
      v.check((name) => isEhloName(name), 'value/ehlo'),
      v.description('What this machine calls itself in EHLO: its full host name, or its address in brackets'),
      v.examples(['mail.example.com', '[192.0.2.1]']),
    ),
  ),
  tlsName: v.optional(
    v.pipe(
      domain,
      v.description(
        'The name that the certificate must be for, where the relay is reached by address or through a tunnel',
      ),
    ),
  ),
  clientCertificate: v.optional(
    v.pipe(
      closed({
        cert: v.pipe(text, v.description('Path of the certificate (PEM); relative to the folder of this config')),
        key: v.optional(
          v.pipe(text, v.description('Path of its key (PEM), not encrypted; cert holds both when left out')),
        ),
      }),
      v.description('What this machine shows to a relay that wants a client certificate'),
    ),
  ),
  acknowledge: v.optional(
    v.pipe(
      v.array(choice(acknowledgements, 'value/acknowledge'), 'value/list'),
      v.description('Warnings that are known and accepted: auth-clear-text is a login without TLS'),
    ),
  ),
});

const webhook = closed({
  enabled: v.optional(boolean('Use webhook of the Altcraft panel')),
  gateway: v.optional(v.pipe(text, v.description('Gateway of the Altcraft panel'))),
  url: v.optional(
    v.pipe(text, v.check(isHttpUrl, 'value/url'), v.description('Webhook URL that the platform generated')),
  ),
});

const path = closed({
  hosts: v.optional(
    v.pipe(
      v.array(hostPattern, 'value/list'),
      v.description('Host patterns: # stands for one to five digits; anchored at both ends'),
    ),
  ),
  networks: v.optional(
    v.pipe(v.array(cidr, 'value/list'), v.description('Networks in CIDR notation'), v.examples([['185.138.182.0/24']])),
  ),
});

const platform = closed({
  id: v.optional(platformId('Id of this sender in the platform')),
  accounts: v.optional(
    v.pipe(v.array(platformId('Id of an account'), 'value/list'), v.description('Ids of the accounts that may use it')),
  ),
});

/** What an environment may replace. */
export const senderFields = {
  provider: v.optional(
    v.pipe(
      choice(providerIds, 'value/provider'),
      v.description('Whose relay it is: values left out are taken from its preset'),
    ),
  ),
  relay: v.optional(v.pipe(relay, v.description('How the relay is reached'))),
  webhook: v.optional(v.pipe(webhook, v.description('How the relay reports delivery events to the platform'))),
  path: v.optional(v.pipe(path, v.description("How verify recognises this relay's hosts; the preset's when left out"))),
  platform: v.optional(v.pipe(platform, v.description('The sender as the platform knows it'))),
};

export const senderSchema = closed({
  name: v.pipe(name, v.description('Unique name; commands and rules refer to it')),
  type: v.optional(
    v.pipe(
      choice(['akmta'] as const, 'value/type'),
      v.description('Sender type of the platform; akmta is the only one'),
    ),
  ),
  ...senderFields,
});

export type SenderValues = v.InferOutput<typeof senderSchema>;
