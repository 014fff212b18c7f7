/** What the pages of verify and prove have beyond the base style. Believed and claimed differ by word, line and colour. */
export const pathStyle = `
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
.hops { list-style: none; margin: 0 0 0 .4rem; padding: 0 0 0 1.25rem; border-left: .2rem solid var(--one); }
.claimed .hops { border-left: .2rem dashed var(--other); }
.hops li { position: relative; margin: 0; padding: .4rem 0 .8rem; break-inside: avoid; }
.hops li::before {
  content: ""; position: absolute; left: -1.85rem; top: .75rem; width: .8rem; height: .8rem; border-radius: 50%;
  background: var(--ground); border: .2rem solid var(--one);
}
.hops li.boundary::before { background: var(--one); }
.hops li.claimed::before { border-color: var(--other); border-style: dashed; }
.tag { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem; font-size: .875rem; color: var(--quiet); }
.boundary .tag { color: var(--ink); border-color: var(--ink); font-weight: 600; }
dl { margin: .25rem 0; display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; }
dt { color: var(--quiet); } th, .state { overflow-wrap: normal; } dd { margin: 0; }
.raw, code { font: .875em/1.6 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; }
.raw { margin: .25rem 0; padding: .5rem .75rem; background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; }
details .raw { padding: 0; border: 0; }
.claimed .raw { color: var(--quiet); }
ul { margin: .25rem 0; padding-left: 1.25rem; }
@media (max-width: 30rem) {
  th, td { padding-right: .35rem; font-size: .875rem; }
}
`;
