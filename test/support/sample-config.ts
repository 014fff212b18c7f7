/** A config with everything that commands look at: two senders, shares, overrides, a rule of each kind. */
export const sampleConfig = `version: 1 # reviewed

senders:
  - name: sendsay-main
    provider: sendsay
    relay:
      host: smtp.gate.sendsay.ru:587
      tls: starttls
      auth: login
      username: { env: SENDSAY_LOGIN }
      password: { env: SENDSAY_PASSWORD }
    webhook: { enabled: true, gateway: Sendsay, url: "https://platform.example/hook" }
    platform: { id: 3, accounts: [306] }
  - name: cloud
    provider: altcraft-cloud
    relay: { host: "smtp.example.com:2525", auth: plain, username: bob, password: 'p''w secret' }
  - name: spare
    provider: custom
    relay: { host: "mx.example.net:25", auth: none }

virtualSenders:
  - name: newsletters
    account: 306
    rules:
      - match: { group: 7 }
        senders:
          - { sender: cloud, percent: 100 }
      - match: { fromDomain: shop.example }
        senders:
          - { sender: sendsay-main, percent: 100 }
      - match: { toDomain: gmail.com }
        senders:
          - { sender: sendsay-main, percent: 100, fromEmail: news@shop.example }
      - match: default
        senders:
          - { sender: sendsay-main, percent: 60, fromName: "Shop", replyTo: help@example.com }
          - { sender: cloud, percent: 40 }
  - name: empty
    account: 307
    rules: []
`;
