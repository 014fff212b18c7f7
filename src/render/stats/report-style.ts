/** What the page of a comparison has beyond the base style. */
export const reportStyle = `
.legend { display: flex; gap: 1.5rem; margin-top: .75rem; }
.key { display: inline-flex; align-items: center; gap: .5rem; }
.sample { width: 1.5rem; height: .8rem; }
.figure { border-top: 1px solid var(--line); padding: .75rem 0; }
.figure h2 { margin: 0 0 .4rem; font-size: 1rem; }
.figure h2::first-letter { text-transform: uppercase; }
.finding { border-left: .3rem solid var(--bad); padding-left: .75rem; }
.side { display: grid; grid-template-columns: 5rem 1fr 6.5rem; gap: .75rem; align-items: center; }
.side .name { color: var(--quiet); }
.bar { width: 100%; height: .8rem; background: var(--panel); border: 1px solid var(--line); border-radius: .2rem; }
svg.one rect { fill: var(--one); } svg.other rect { fill: var(--other); }
dl { margin: .5rem 0; display: grid; grid-template-columns: 5rem 1fr; gap: .25rem .75rem; }
dt { color: var(--quiet); } dd { margin: 0; }
ul { margin: .5rem 0; padding-left: 1.25rem; }
@media (max-width: 30rem) {
  .side { grid-template-columns: 4.5rem 1fr 4.5rem; gap: .4rem; }
  .side .number { white-space: normal; }
  th, td { padding-right: .35rem; font-size: .875rem; }
}
`;
