import type { CommandLine, Page, Tally, View } from '../commands/command.js';
import type { commands } from '../commands/commands.js';

/** The same names as in the list of commands; a view shows what its command finds. */
type ViewsOf<Commands> = {
  readonly [Name in keyof Commands]: Commands[Name] extends CommandLine<infer Result>
    ? () => Promise<View<Result>>
    : Commands[Name] extends { readonly commands: infer Group }
      ? ViewsOf<Group>
      : never;
};

/** The view of every command. */
export const views: ViewsOf<typeof commands> = {
  init: async () => (await import('./init.js')).initView,
  demo: async () => (await import('./demo.js')).demoView,
  sender: {
    create: async () => (await import('./change.js')).changeView('sender-create@1'),
    edit: async () => (await import('./change.js')).changeView('sender-edit@1'),
    learn: async () => (await import('./sender/learn.js')).senderLearnView,
    list: async () => (await import('./sender/list.js')).senderListView,
    show: async () => (await import('./sender/show.js')).senderShowView,
    clone: async () => (await import('./change.js')).changeView('sender-clone@1'),
    rename: async () => (await import('./change.js')).changeView('sender-rename@1'),
    delete: async () => (await import('./change.js')).changeView('sender-delete@1'),
    presets: async () => (await import('./sender/presets.js')).senderPresetsView,
  },
  virtual: {
    create: async () => (await import('./change.js')).changeView('virtual-create@1'),
    edit: async () => (await import('./change.js')).changeView('virtual-edit@1'),
    list: async () => (await import('./virtual/list.js')).virtualListView,
    show: async () => (await import('./virtual/show.js')).virtualShowView,
    attach: async () => (await import('./change.js')).changeView('virtual-attach@1'),
    detach: async () => (await import('./change.js')).changeView('virtual-detach@1'),
    move: async () => (await import('./change.js')).changeView('virtual-move@1'),
    shift: async () => (await import('./virtual/shift.js')).virtualShiftView,
    clone: async () => (await import('./change.js')).changeView('virtual-clone@1'),
    rename: async () => (await import('./change.js')).changeView('virtual-rename@1'),
    delete: async () => (await import('./change.js')).changeView('virtual-delete@1'),
  },
  check: async () => (await import('./check/check.js')).checkView,
  send: async () => (await import('./send/send.js')).sendView,
  verify: async () => (await import('./verify/view.js')).verifyView,
  prove: async () => (await import('./prove/prove.js')).proveView,
  fetch: async () => (await import('./fetch.js')).fetchView,
  watch: {
    prove: async () => (await import('./watch.js')).watchView,
    check: async () => (await import('./watch.js')).watchView,
    verify: async () => (await import('./watch.js')).watchView,
  },
  route: async () => (await import('./route.js')).routeView,
  explain: async () => (await import('./explain.js')).explainView,
  lab: async () => (await import('./lab.js')).labView,
  events: {
    listen: async () => (await import('./events/listen.js')).eventsListenView,
    show: async () => (await import('./events/show.js')).eventsShowView,
    tail: async () => (await import('./events/tail.js')).eventsTailView,
    stats: async () => (await import('./events/stats.js')).eventsStatsView,
    send: async () => (await import('./events/send.js')).eventsSendView,
    'verify-store': async () => (await import('./events/verify-store.js')).eventsVerifyStoreView,
  },
  stats: {
    compare: async () => (await import('./stats/compare.js')).statsCompareView,
    reconcile: async () => (await import('./stats/reconcile.js')).statsReconcileView,
  },
  config: {
    show: async () => (await import('./config/show.js')).configShowView,
    validate: async () => (await import('./config/validate.js')).configValidateView,
    allow: async () => (await import('./config/allow.js')).configAllowView,
    schema: async () => (await import('./config/schema.js')).configSchemaView,
    path: async () => (await import('./config/path.js')).configPathView,
  },
  completion: async () => (await import('./completion.js')).completionView,
  help: async () => (await import('./help.js')).helpView,
};

/** Of commands with formats that have no place for the counts: the counts in one sentence, for stderr. */
export const tallies: Readonly<Record<string, () => Promise<Tally>>> = {
  verify: async () => (await import('./verify/view.js')).verifyTally as Tally,
  'config validate': async () => (await import('./config/validate.js')).summary as Tally,
};

/** Of commands with `--report`: the page of a result. */
export const pages: Readonly<Record<string, () => Promise<Page>>> = {
  verify: async () => (await import('./verify/report/report.js')).verifyPage as Page,
  prove: async () => (await import('./prove/report.js')).provePage as Page,
  'stats compare': async () => (await import('./stats/report.js')).comparePage as Page,
};
