import type { Cause } from './cause.js';

/** Certificates of the relay, of its authority and of the client. */
export const certificateCauses: readonly Cause[] = [
  {
    id: 'client-certificate-wanted',
    symptom: 'The relay requires a client certificate.',
    causes: ['It identifies its clients by certificate', 'Logins are accepted on another port'],
    fixes: [
      'Set relay.clientCertificate: { cert: client.pem, key: client-key.pem }',
      'Or use --client-cert and --client-key',
    ],
    source: 'RFC 8446 §4.3.2 and §6.2 (certificate_required)',
  },
  {
    id: 'client-certificate-refused',
    symptom: 'The relay rejects the client certificate.',
    causes: ['Another authority issued it', 'It has expired', 'It is a server certificate'],
    fixes: [
      "Ask the relay's support which authority it accepts",
      'Inspect it with: openssl x509 -in client.pem -noout -text',
    ],
    source: 'RFC 8446 §6.2; RFC 5280 §4.2.1.12 (extended key usage)',
  },
  {
    id: 'client-certificate-unusable',
    symptom: 'The client certificate of this machine cannot be used.',
    causes: ['The certificate and key do not match', 'One of the files is not PEM', 'The key is encrypted'],
    fixes: ['Decrypt the key: openssl pkey -in client-key.pem -out plain-key.pem', 'Check the two paths'],
    source: 'OpenSSL',
  },
  {
    id: 'ca-unusable',
    symptom: 'The CA file contains no certificate.',
    causes: ['It is the wrong file', 'The file is in DER format'],
    fixes: ['Convert it: openssl x509 -inform der -in ca.der -out ca.pem'],
    source: 'RFC 7468 §5',
  },
  {
    id: 'ca-is-no-authority',
    symptom: 'The CA file contains a server certificate, not that of its authority.',
    causes: ['It was copied from the relay (openssl s_client shows it first)'],
    fixes: ['Use the certificate of the issuer; akrelay check shows the issuer'],
    source: 'RFC 5280 §4.2.1.9 (basic constraints)',
  },
  {
    id: 'tls-untrusted',
    symptom: 'The certificate is not signed by a trusted authority.',
    causes: [
      'The relay uses a private authority',
      'The relay does not send an intermediate certificate',
      'Someone on the path shows another certificate',
    ],
    fixes: [
      'For a private authority: --ca authority.pem',
      "Otherwise contact the relay's support; akrelay check shows the certificate",
    ],
    source: 'RFC 5280 §6',
  },
  {
    id: 'tls-wrong-name',
    symptom: 'The certificate is for another name.',
    causes: [
      'The sender uses an alias or an address as the host',
      'The relay is reached through a tunnel or by address',
      'The certificate lists an address as a DNS name, which does not count',
      'Another server answers',
    ],
    fixes: [
      'Use a host name from the certificate; akrelay check shows them',
      'Through a tunnel or by address, set relay.tlsName or --tls-name',
    ],
    source: 'RFC 9525 §6',
  },
  {
    id: 'tls-expired',
    symptom: 'The certificate of the relay, or an intermediate certificate, has expired.',
    causes: [
      'The relay did not renew it',
      'The relay still sends an old intermediate certificate',
      'The clock of this machine is wrong',
    ],
    fixes: ['Check the clock', "Contact the relay's support"],
    source: 'RFC 5280 §4.1.2.5',
  },
  {
    id: 'tls-not-yet-valid',
    symptom: 'The certificate is not valid yet.',
    causes: ['The clock of this machine is slow'],
    fixes: ['Check the clock'],
    source: 'RFC 5280 §4.1.2.5',
  },
  {
    id: 'tls-weak-key',
    symptom: "The certificate's key or signature is too weak.",
    causes: ['An old certificate: RSA below 2048 bits, or SHA-1'],
    fixes: ["Ask the relay's support to replace it"],
    source: 'OpenSSL security level; CA/Browser Forum baseline requirements',
  },
  {
    id: 'certificate-ends-soon',
    symptom: 'The certificate expires within two weeks, or within --min-days.',
    causes: ['The relay has not renewed it yet'],
    fixes: ["Contact the relay's support if it is not renewed soon"],
    source: 'Certificates are usually renewed a month ahead',
  },
];
