/** A config with the lab as its relay, and a Maildir `M` in which its messages arrive. */
export function proofConfig(port: number, mailbox: string): string {
  return `senders:
  - name: lab
    provider: custom
    relay: { host: "localhost:${port}", tls: none, auth: none }
    path: { hosts: [lab.test], networks: [192.0.2.25/32] }
receivers: [{ by: mx.lab.test }]
test: { from: a@example.com, recipients: [qa@example.net] }
mailboxes: [{ name: ${JSON.stringify(mailbox)}, type: maildir, path: M }]
`;
}
