import { type CommandEntry, loaded } from './commands/command.js';
import { declareGlobals } from './globals.js';

/** One line for each group of commands, for help. */
export const groupSummaries: Readonly<Record<string, string>> = {
  sender: 'relay senders: create, edit, list, show, clone, rename, delete, learn',
  virtual: 'virtual senders and their rules: which sender, in what share',
  events: 'what the relay and Altcraft report: receive, show, count',
  config: 'the config file itself',
};

/** First steps, for the help of akrelay itself (the empty name) and of each group. */
export const groupExamples: Readonly<Record<string, readonly string[]>> = {
  '': ['akrelay demo', 'akrelay init', 'akrelay sender create --help', 'akrelay verify message.eml'],
  sender: ['akrelay sender create', 'akrelay sender list', 'akrelay sender show sendsay-main --format panel'],
  virtual: [
    'akrelay virtual create newsletters --account 306',
    'akrelay virtual attach newsletters sendsay-main',
    'akrelay virtual show newsletters',
  ],
  events: [
    'akrelay events listen --path-env EVENTS_PATH --port 8025',
    'akrelay events show --recipient ann@example.com --since 7d',
    'akrelay events stats',
  ],
  config: ['akrelay config validate', 'akrelay config show --resolved'],
};

/** Every command. Loading a line's code is left until the command is called. */
export const commandEntries: readonly CommandEntry[] = [
  {
    path: ['init'],
    summary: 'write a commented akrelay.yaml',
    load: async () => loaded((await import('./commands/init.js')).init, (await import('./render/init.js')).initView),
  },
  {
    path: ['demo'],
    summary: 'run the whole story offline, with an embedded relay and receiver',
    load: async () => loaded((await import('./commands/demo.js')).demo, (await import('./render/demo.js')).demoView),
  },
  {
    path: ['sender', 'create'],
    summary: 'create a relay sender; asks for what the flags leave open',
    load: async () =>
      loaded(
        (await import('./commands/sender/create.js')).senderCreate,
        (await import('./render/change.js')).changeView('sender-create@1'),
      ),
  },
  {
    path: ['sender', 'edit'],
    summary: 'change a sender',
    load: async () =>
      loaded(
        (await import('./commands/sender/edit.js')).senderEdit,
        (await import('./render/change.js')).changeView('sender-edit@1'),
      ),
  },
  {
    path: ['sender', 'learn'],
    summary: 'record the host that delivered a message as a sender’s relay',
    load: async () =>
      loaded(
        (await import('./commands/sender/learn.js')).senderLearn,
        (await import('./render/sender/learn.js')).senderLearnView,
      ),
  },
  {
    path: ['sender', 'list'],
    summary: 'list the senders',
    load: async () =>
      loaded(
        (await import('./commands/sender/list.js')).senderList,
        (await import('./render/sender/list.js')).senderListView,
      ),
  },
  {
    path: ['sender', 'show'],
    summary: 'show one sender; --format panel lists what to type into the Altcraft panel',
    load: async () =>
      loaded(
        (await import('./commands/sender/show.js')).senderShow,
        (await import('./render/sender/show.js')).senderShowView,
      ),
  },
  {
    path: ['sender', 'clone'],
    summary: 'copy a sender under a new name',
    load: async () =>
      loaded(
        (await import('./commands/sender/clone.js')).senderClone,
        (await import('./render/change.js')).changeView('sender-clone@1'),
      ),
  },
  {
    path: ['sender', 'rename'],
    summary: 'rename a sender; the rules that use it follow',
    load: async () =>
      loaded(
        (await import('./commands/sender/rename.js')).senderRename,
        (await import('./render/change.js')).changeView('sender-rename@1'),
      ),
  },
  {
    path: ['sender', 'delete'],
    summary: 'delete a sender that no rule uses',
    load: async () =>
      loaded(
        (await import('./commands/sender/delete.js')).senderDelete,
        (await import('./render/change.js')).changeView('sender-delete@1'),
      ),
  },
  {
    path: ['sender', 'presets'],
    summary: 'show the presets, each value with its source',
    load: async () =>
      loaded(
        (await import('./commands/sender/presets.js')).senderPresets,
        (await import('./render/sender/presets.js')).senderPresetsView,
      ),
  },
  {
    path: ['virtual', 'create'],
    summary: 'create a virtual sender',
    load: async () =>
      loaded(
        (await import('./commands/virtual/create.js')).virtualCreate,
        (await import('./render/change.js')).changeView('virtual-create@1'),
      ),
  },
  {
    path: ['virtual', 'edit'],
    summary: 'change the account of a virtual sender',
    load: async () =>
      loaded(
        (await import('./commands/virtual/edit.js')).virtualEdit,
        (await import('./render/change.js')).changeView('virtual-edit@1'),
      ),
  },
  {
    path: ['virtual', 'list'],
    summary: 'list the virtual senders',
    load: async () =>
      loaded(
        (await import('./commands/virtual/list.js')).virtualList,
        (await import('./render/virtual/list.js')).virtualListView,
      ),
  },
  {
    path: ['virtual', 'show'],
    summary: 'show a virtual sender as a tree of rules',
    load: async () =>
      loaded(
        (await import('./commands/virtual/show.js')).virtualShow,
        (await import('./render/virtual/show.js')).virtualShowView,
      ),
  },
  {
    path: ['check'],
    summary: 'test a relay step by step without sending mail',
    load: async () =>
      loaded((await import('./commands/check.js')).check, (await import('./render/check/check.js')).checkView),
  },
  {
    path: ['lab'],
    summary: 'run a relay that fails on demand, for your own tests',
    load: async () => loaded((await import('./commands/lab.js')).lab, (await import('./render/lab.js')).labView),
  },
  {
    path: ['help'],
    summary: 'show a page of the reference, or the help of a command',
    load: async () => loaded((await import('./commands/help.js')).help, (await import('./render/help.js')).helpView),
  },
  {
    path: ['explain'],
    summary: 'explain a finding: what it means, likely causes, what to do',
    load: async () =>
      loaded((await import('./commands/explain.js')).explain, (await import('./render/explain.js')).explainView),
  },
  {
    path: ['send'],
    summary: 'send one test message through a relay and keep the receipt',
    load: async () =>
      loaded((await import('./commands/send.js')).send, (await import('./render/send/send.js')).sendView),
  },
  {
    path: ['virtual', 'attach'],
    summary: 'put a sender into a rule, with its share',
    load: async () =>
      loaded(
        (await import('./commands/virtual/attach.js')).virtualAttach,
        (await import('./render/change.js')).changeView('virtual-attach@1'),
      ),
  },
  {
    path: ['virtual', 'detach'],
    summary: 'take a sender out of a rule',
    load: async () =>
      loaded(
        (await import('./commands/virtual/detach.js')).virtualDetach,
        (await import('./render/change.js')).changeView('virtual-detach@1'),
      ),
  },
  {
    path: ['virtual', 'move'],
    summary: 'move a rule up or down',
    load: async () =>
      loaded(
        (await import('./commands/virtual/move.js')).virtualMove,
        (await import('./render/change.js')).changeView('virtual-move@1'),
      ),
  },
  {
    path: ['virtual', 'clone'],
    summary: 'copy a virtual sender with its rules',
    load: async () =>
      loaded(
        (await import('./commands/virtual/clone.js')).virtualClone,
        (await import('./render/change.js')).changeView('virtual-clone@1'),
      ),
  },
  {
    path: ['virtual', 'rename'],
    summary: 'rename a virtual sender',
    load: async () =>
      loaded(
        (await import('./commands/virtual/rename.js')).virtualRename,
        (await import('./render/change.js')).changeView('virtual-rename@1'),
      ),
  },
  {
    path: ['virtual', 'delete'],
    summary: 'delete a virtual sender with its rules',
    load: async () =>
      loaded(
        (await import('./commands/virtual/delete.js')).virtualDelete,
        (await import('./render/change.js')).changeView('virtual-delete@1'),
      ),
  },
  {
    path: ['route'],
    summary: 'show show which rule would match, which senders, in what share, and why',
    load: async () =>
      loaded((await import('./commands/route.js')).route, (await import('./render/route.js')).routeView),
  },
  {
    path: ['verify'],
    summary: 'check whether messages came through the relay',
    load: async () => {
      const { verifyTally, verifyView } = await import('./render/verify/view.js');
      return loaded((await import('./commands/verify.js')).verify, verifyView, verifyTally);
    },
  },
  {
    path: ['events', 'listen'],
    summary: 'receive events from Sendsay and Altcraft, and keep them',
    load: async () =>
      loaded(
        (await import('./commands/events/listen.js')).eventsListen,
        (await import('./render/events/listen.js')).eventsListenView,
      ),
  },
  {
    path: ['events', 'show'],
    summary: 'show received events: by message, recipient, kind, time',
    load: async () =>
      loaded(
        (await import('./commands/events/show.js')).eventsShow,
        (await import('./render/events/show.js')).eventsShowView,
      ),
  },
  {
    path: ['events', 'tail'],
    summary: 'show events as they arrive',
    load: async () =>
      loaded(
        (await import('./commands/events/tail.js')).eventsTail,
        (await import('./render/events/tail.js')).eventsTailView,
      ),
  },
  {
    path: ['events', 'stats'],
    summary: 'count received events by source and kind',
    load: async () =>
      loaded(
        (await import('./commands/events/stats.js')).eventsStats,
        (await import('./render/events/stats.js')).eventsStatsView,
      ),
  },
  {
    path: ['events', 'send'],
    summary: 'send test events to a webhook URL and show how it answers',
    load: async () =>
      loaded(
        (await import('./commands/events/send.js')).eventsSend,
        (await import('./render/events/send.js')).eventsSendView,
      ),
  },
  {
    path: ['events', 'verify-store'],
    summary: 'compare every stored record with its checksum',
    load: async () =>
      loaded(
        (await import('./commands/events/verify-store.js')).eventsVerifyStore,
        (await import('./render/events/verify-store.js')).eventsVerifyStoreView,
      ),
  },
  {
    path: ['completion'],
    summary: 'print a shell completion script that knows the names in the config',
    load: async () =>
      loaded(
        (await import('./commands/completion.js')).completion({
          entries: commandEntries,
          groups: groupSummaries,
          declareGlobals,
        }),
        (await import('./render/completion.js')).completionView,
      ),
  },
  {
    path: ['config', 'show'],
    summary: 'print the config, passwords masked; --resolved says where each value comes from',
    load: async () =>
      loaded(
        (await import('./commands/config/show.js')).configShow,
        (await import('./render/config/show.js')).configShowView,
      ),
  },
  {
    path: ['config', 'validate'],
    summary: 'list every problem in the config, with its place and a fix',
    load: async () => {
      const { configValidateView, summary } = await import('./render/config/validate.js');
      return loaded((await import('./commands/config/validate.js')).configValidate, configValidateView, summary);
    },
  },
  {
    path: ['config', 'allow'],
    summary: 'allow the config, as it is now, to run the commands that its secrets name',
    load: async () =>
      loaded(
        (await import('./commands/config/allow.js')).configAllow,
        (await import('./render/config/allow.js')).configAllowView,
      ),
  },
  {
    path: ['config', 'schema'],
    summary: 'print the JSON Schema of the config, for editors',
    load: async () =>
      loaded(
        (await import('./commands/config/schema.js')).configSchema,
        (await import('./render/config/schema.js')).configSchemaView,
      ),
  },
  {
    path: ['config', 'path'],
    summary: 'print the path of the config file in use',
    load: async () =>
      loaded(
        (await import('./commands/config/path.js')).configPath,
        (await import('./render/config/path.js')).configPathView,
      ),
  },
];
