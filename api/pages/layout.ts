import type { Answer } from '../http/route';

/** Text that is not ours, made safe for HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A whole page with our look. `head` and `main` are HTML. */
export function page(status: number, title: string, main: string, head = ''): Answer {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="/assets/pages.css">
<link rel="icon" href="/assets/icon.svg">
${head}</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
  return {
    status,
    headers: { 'Content-Security-Policy': POLICY },
    content: { type: 'text/html; charset=utf-8', body },
  };
}

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const PAGES_CSS = `
:root { color-scheme: light dark; --ink: #17202a; --soft: #5b6775; --paper: #ffffff; --ground: #eef1f5; --line: #d9dfe6;
  --accent: #1f5fbf; --good: #14794a; --bad: #b3261e; --wait: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --soft: #a3afbd; --paper: #1b222b; --ground: #11161c;
  --line: #313c48; --accent: #8ab4f8; --good: #6fd3a0; --bad: #ff9d94; --wait: #f0c068; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; justify-content: center; align-items: flex-start; padding: 8vh 1rem 2rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 34rem; background: var(--paper); border: 1px solid var(--line); border-radius: 14px;
  padding: clamp(1.25rem, 5vw, 2.5rem); overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; font-size: clamp(1.4rem, 5vw, 1.8rem); line-height: 1.25; }
h2 { margin: 1.75rem 0 .25rem; font-size: 1.05rem; }
p { margin: .5rem 0; }
.sum { font-size: clamp(1.9rem, 9vw, 2.6rem); font-weight: 650; margin: 1rem 0; font-variant-numeric: tabular-nums; }
.good { color: var(--good); } .bad { color: var(--bad); } .wait { color: var(--wait); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.25rem; margin: 1.5rem 0 0; padding-top: 1.25rem;
  border-top: 1px solid var(--line); }
dt { color: var(--soft); } dd { margin: 0; }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
a { color: var(--accent); } a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 3px; }
a.button { display: inline-block; margin-top: 1rem; padding: .7rem 1.4rem; border-radius: 8px; background: var(--accent);
  color: var(--paper); text-decoration: none; font-weight: 600; }
ul.links { list-style: none; padding: 0; margin: 1.25rem 0 0; }
ul.links li { padding: .8rem 0; border-top: 1px solid var(--line); }
ul.links span { display: block; color: var(--soft); }
@media (max-width: 26rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
`;

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f5fbf"/>
<path d="M8 10h16M16 10v13" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>
`;
