/** Where a browser ended up. */
export interface Visited {
  url: string;
  status: number;
  html: string;
}

interface Form {
  action: string;
  /** Hidden and prefilled fields by name. */
  fields: Record<string, string>;
}

const MOST_REDIRECTS = 10;

/** Opens a page, as a browser does: redirects are followed. */
export function open(url: string): Promise<Visited> {
  return visit(url, { method: 'GET' });
}

/** Fills the page's form and sends it. */
export function submit(page: Visited, typed: Record<string, string>): Promise<Visited> {
  const form = formOn(page);
  return visit(form.action, { method: 'POST', body: new URLSearchParams({ ...form.fields, ...typed }) });
}

async function visit(url: string, init: RequestInit): Promise<Visited> {
  let at = url;
  let request = init;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await fetch(at, { ...request, redirect: 'manual', signal: AbortSignal.timeout(20_000) });
    const to = response.headers.get('Location');
    if (response.status < 300 || response.status >= 400 || to === null) {
      return { url: at, status: response.status, html: await response.text() };
    }
    await response.body?.cancel();
    at = new URL(to, at).href;
    request = { method: 'GET' };
  }
  throw new Error(`more than ${MOST_REDIRECTS} redirects from ${url}`);
}

/** Of HTML only what the acquirer's page has: one form, its action, and inputs with double-quoted attributes. */
function formOn({ url, html }: Visited): Form {
  const form = /<form\b([^>]*)>(.*?)<\/form>/s.exec(html);
  if (!form) throw new Error(`there is no form on ${new URL(url).pathname}`);
  const fields: Record<string, string> = {};
  for (const [, attributes = ''] of (form[2] ?? '').matchAll(/<input\b([^>]*)>/g)) {
    const name = attribute(attributes, 'name');
    if (name) fields[name] = attribute(attributes, 'value') ?? '';
  }
  return { action: new URL(attribute(form[1] ?? '', 'action') ?? '', url).href, fields };
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]?.replaceAll('&amp;', '&');
}
