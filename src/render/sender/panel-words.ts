/** The words around the panel's own labels. */
export interface PanelWords {
  readonly menu: string;
  readonly choose: string;
  readonly empty: string;
  readonly generated: string;
  readonly notInConfig: string;
  readonly inConfig: string;
  readonly variable: (name: string) => string;
  readonly file: (path: string) => string;
  readonly command: (program: string) => string;
  /** What is not known about the labels in this language. */
  readonly labels: string | undefined;
  readonly onlyLogin: string;
  readonly implicit: string;
  readonly pasteUrl: string;
  readonly afterwards: string;
}

const en: PanelWords = {
  menu: 'Admin panel → Senders → Email → create or edit',
  choose: '(choose in the panel)',
  empty: '(leave empty)',
  generated: '(the panel shows it; read only)',
  notInConfig: '(not in the config)',
  inConfig: '(stands in the config)',
  variable: (name) => `(what the variable ${name} holds)`,
  file: (path) => `(what the file ${path} holds)`,
  command: (program) => `(what the command ${program} prints)`,
  labels: undefined,
  onlyLogin: 'The guides show only Login as SMTP auth type; the names of other values are not documented.',
  implicit: 'TLS from the first byte (port 465) is not documented for the panel.',
  pasteUrl: "Paste the webhook URL into the relay's account, or its delivery events do not arrive.",
  afterwards:
    'Then add the sender to a virtual sender (user interface → Settings → Virtual Senders), and synchronise the node.',
};

const ru: PanelWords = {
  menu: 'Панель администратора → Отправители → Email → создать или изменить',
  choose: '(выбрать в панели)',
  empty: '(оставить пустым)',
  generated: '(показывает панель; только для чтения)',
  notInConfig: '(в файле не указано)',
  inConfig: '(записано в файле)',
  variable: (name) => `(значение переменной ${name})`,
  file: (path) => `(содержимое файла ${path})`,
  command: (program) => `(что выводит команда ${program})`,
  labels:
    'Названия полей взяты из английского руководства: русские названия akrelay не подтверждены. Русский путь в меню — наш перевод.',
  onlyLogin: 'В руководстве для SMTP auth type показан только Login; названия других значений не документированы.',
  implicit: 'TLS с первого байта (порт 465) для панели не документирован.',
  pasteUrl: 'Webhook URL нужно вставить в кабинете релея, иначе события о доставке не придут.',
  afterwards:
    'Затем добавьте отправителя в виртуальный отправитель (пользовательский интерфейс → Settings → Virtual Senders) и синхронизируйте узел.',
};

export const panelWords = { en, ru } as const;
