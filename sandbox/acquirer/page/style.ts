/** The look of the payer's pages. One block, so that the content security policy can name it by its hash. */
export const STYLE = `
:root { --ink: #1b2430; --soft: #55606e; --line: #c9d1da; --paper: #fff; --ground: #eef2f6; --brand: #0b5bd3;
  --brand-dark: #08469f; --bad: #b3261e; --bad-ground: #fdeceb; --good: #136c3a; color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.ribbon { background: #fff4ce; color: #4d3b00; text-align: center; padding: .45rem 1rem; font-size: .875rem;
  border-bottom: 1px solid #ecd98f; }
main { display: grid; grid-template-columns: minmax(0, 21rem) minmax(0, 27rem); justify-content: center;
  gap: 3.5rem; padding: 3.5rem 1.5rem; align-items: start; }
main.single { grid-template-columns: minmax(0, 27rem); }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 1.25rem; }
.merchant { display: flex; align-items: center; gap: .6rem; font-weight: 600; margin: 0 0 1.75rem; }
.merchant span { display: inline-grid; place-items: center; width: 2.1rem; height: 2.1rem; border-radius: .5rem;
  background: var(--brand); color: #fff; font-weight: 700; }
.amount { font-size: 2.5rem; line-height: 1.15; font-weight: 700; margin: .15rem 0 .5rem;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.label { color: var(--soft); margin: 0; }
.facts { margin: 1.5rem 0 0; padding: 1rem 0 0; border-top: 1px solid var(--line); }
.facts div { display: flex; justify-content: space-between; gap: 1rem; padding: .15rem 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.sheet { background: var(--paper); border-radius: .9rem; padding: 2rem;
  box-shadow: 0 1px 2px rgb(16 24 40 / .08), 0 12px 32px rgb(16 24 40 / .08); }
.field { margin: 0 0 1.1rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
label { display: block; font-weight: 600; font-size: .925rem; margin: 0 0 .35rem; }
input { width: 100%; font: inherit; font-variant-numeric: tabular-nums; color: inherit; background: #fff;
  border: 1px solid #8b97a5; border-radius: .5rem; padding: .7rem .8rem; min-height: 3rem; }
input::placeholder { color: #6b7683; }
input:focus-visible, button:focus-visible, a:focus-visible, summary:focus-visible {
  outline: 3px solid #7fb0ff; outline-offset: 2px; }
input[aria-invalid="true"] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
.error { color: var(--bad); font-size: .9rem; margin: .35rem 0 0; }
.error:empty { display: none; }
.alert { background: var(--bad-ground); color: #7d1712; border-left: 4px solid var(--bad); border-radius: .4rem;
  padding: .75rem 1rem; margin: 0 0 1.25rem; }
.alert p { margin: 0; }
.hint { color: var(--soft); font-size: .875rem; margin: .35rem 0 0; }
button, .button { display: block; width: 100%; font: inherit; font-weight: 600; text-align: center; cursor: pointer;
  border-radius: .5rem; min-height: 3rem; padding: .7rem 1rem; border: 1px solid transparent; text-decoration: none; }
.primary { background: var(--brand); color: #fff; margin-top: 1.5rem; }
.primary:hover { background: var(--brand-dark); }
.primary[aria-disabled="true"] { opacity: .65; cursor: progress; }
.quiet { background: none; color: var(--ink); border-color: var(--line); margin-top: .75rem; }
.quiet:hover { background: var(--ground); }
.mark { font-size: 2rem; line-height: 1; margin: 0 0 1rem; }
.good { color: var(--good); }
.bad { color: var(--bad); }
details { margin-top: 1.5rem; font-size: .9rem; }
summary { cursor: pointer; color: var(--brand-dark); font-weight: 600; padding: .25rem 0; }
table { width: 100%; border-collapse: collapse; margin-top: .5rem; }
th, td { text-align: left; padding: .35rem .5rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td code { white-space: nowrap; font-size: .95em; }
@media (max-width: 820px) {
  main, main.single { grid-template-columns: minmax(0, 30rem); gap: 1.5rem; padding: 1.25rem 1rem 2.5rem; }
  .merchant { margin-bottom: 1rem; }
  .amount { font-size: 2rem; }
  .facts { margin-top: 1rem; padding-top: .75rem; }
  .sheet { padding: 1.35rem 1.1rem; }
}
@media (prefers-reduced-motion: no-preference) { button { transition: background .12s; } }
`;
