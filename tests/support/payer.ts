import { APPROVED_CARD } from './outside';

/** What the payer sees, or where the browser is sent; redirects are not followed, as payers get lost there. */
export interface Seen {
  status: number;
  /** Absolute; undefined where the browser stays. */
  goesTo?: string;
  html: string;
}

/** Types a card on the acquirer's page and sends the form. */
export function typeCard(page: string, number = APPROVED_CARD): Promise<Seen> {
  return send(page, { action: 'pay', number, expiry: '12/60', securityCode: '737', holder: 'A PAYER' });
}

/** Answers the bank's question. */
export function typeCode(page: string, code: string): Promise<Seen> {
  return send(page, { action: 'confirm', code });
}

export function giveUp(page: string): Promise<Seen> {
  return send(page, { action: 'cancel' });
}

/** Goes where the page sent the browser: back to the channel, as a rule. */
export async function goBack(seen: Seen): Promise<Seen> {
  if (!seen.goesTo) throw new Error(`the page did not send the payer anywhere, it answered ${seen.status}`);
  return visit(seen.goesTo, { method: 'GET' });
}

/** Pays and comes back, as most payers do. */
export async function payOnPage(page: string, number?: string): Promise<Seen> {
  return goBack(await typeCard(page, number));
}

function send(page: string, form: Record<string, string>): Promise<Seen> {
  return visit(page, { method: 'POST', body: new URLSearchParams(form) });
}

async function visit(url: string, init: RequestInit): Promise<Seen> {
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(30_000) });
  const location = response.headers.get('location');
  const goesTo = location === null ? undefined : new URL(location, url).href;
  return { status: response.status, goesTo, html: await response.text() };
}
