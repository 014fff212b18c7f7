/** What to keep in mind of the two statistics, from the documentation of both. */
export const cautions: readonly { readonly text: string; readonly source: string }[] = [
  {
    text: 'Altcraft recommends its own reports as the source.',
    source: "Altcraft's page on the Sendsay relay, read 2026-11",
  },
  {
    text: "In the first hours, Sendsay's delivered can exceed sent, and unique opens can exceed opens: compare after 2 to 3 days.",
    source: 'docs.sendsay.ru, 2024',
  },
  {
    text: "Sendsay's delivered includes the spam folder; percentages of opens and clicks refer to delivered.",
    source: 'docs.sendsay.ru, 2024',
  },
  {
    text: "Mail sent through Sendsay's gate is one issue per day, send method «SMTP-гейт», unless X-Campaign-Id names the issue.",
    source: 'docs.sendsay.ru, 2024',
  },
  {
    text: "Sendsay's unique opens and clicks do not add up across issues. Altcraft's page calls them not supported; Sendsay's webhooks and statistics have them.",
    source: "docs.sendsay.ru, 2024; Altcraft's page on the Sendsay relay, read 2026-11",
  },
  {
    text: 'Unsubscribes through the List-Unsubscribe header can be missing in Sendsay.',
    source: "Altcraft's page on the Sendsay relay, read 2026-11",
  },
  {
    text: "Altcraft's reports can be off by 0.02 %; its bot filter can drop opens and clicks.",
    source: "Altcraft's page on the channel report and its administrator guide, read 2026-11",
  },
];

/** What is known of names and calls, and how: the rest of the product relies on nothing else. */
export const nameSources: readonly { readonly text: string; readonly source: string }[] = [
  {
    text: "Observed: the titles of the export from Sendsay's panel; the link.sendsay.ru form of rewritten links; the fields click.* of stat.uni.",
    source: 'public exports and programs, 2026-11',
  },
  {
    text: "Documented: stat.uni with issue.* fields, filters and issue.dt:Ys; subscribers/history_get_all with its parameters; Altcraft's events by name.",
    source: 'docs.sendsay.ru, basic-stat-uni; guides.altcraft.com, history_get_all and Action Hooks, read 2026-11-28',
  },
  {
    text: 'Inferred: the titles of Altcraft\'s CSV; next_from_id as the pointer to the next page; filters on click.issue.dt; that unsubscribe links contain "unsub"; Sendsay\'s time zone +03:00. All but the pointer and the filter can be set in the config.',
    source: 'akrelay help statistics',
  },
];
