import { Html, html, policyHash } from '../../html';
import type { Session } from '../sessions';
import { SCRIPT } from './script';
import { STYLE } from './style';

/** Whose shop the acquirer says it is. */
const MERCHANT = 'Tillflow Demo Shop';

/** Headers of every page that a payer sees. */
export const PAGE_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src ${policyHash(STYLE)}`,
    `script-src ${policyHash(SCRIPT)}`,
    // Browsers apply form-action to the redirects that follow a form too, and those lead to the shop.
    "form-action 'self' http: https:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

// Not templates: the policy's hashes are of these very characters.
const STYLE_BLOCK = new Html(`<style>${STYLE}</style>`);
const SCRIPT_BLOCK = new Html(`<script>${SCRIPT}</script>`);

/** A whole page. */
export function document(title: string, main: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${MERCHANT}</title>
        ${STYLE_BLOCK}
      </head>
      <body>
        <div class="ribbon">Sandbox: no real bank is asked and no money moves.</div>
        ${main} ${SCRIPT_BLOCK}
      </body>
    </html>`.text;
}

/** What is paid, to whom, and for what. */
export function summary(session: Session): Html {
  return html`<section aria-label="Your payment">
    <p class="merchant"><span aria-hidden="true">T</span>${MERCHANT}</p>
    <p class="label">To pay</p>
    <p class="amount">${formatAmount(session.amount)}</p>
    ${
      session.description !== undefined &&
      html`<dl class="facts">
        <div>
          <dt>For</dt>
          <dd>${session.description}</dd>
        </div>
      </dl>`
    }
  </section>`;
}

export function alert(message: string | undefined): Html | undefined {
  if (message === undefined) return undefined;
  return html`<div class="alert" role="alert" tabindex="-1" autofocus><p>${message}</p></div>`;
}

/** A labelled text field with its error below it, tied together for screen readers. */
export function field(
  name: string,
  label: string,
  attributes: Record<string, string>,
  state: { error?: string; hint?: string } = {},
): Html {
  const { error, hint } = state;
  const described = [hint && `${name}-hint`, `${name}-error`].filter(Boolean).join(' ');
  const rendered = Object.entries(attributes).map(([key, value]) => html` ${key}="${value}"`);
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      aria-describedby="${described}"
      ${rendered}${error === undefined ? undefined : html` aria-invalid="true"`}
    />
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    <p class="error" id="${name}-error">${error}</p>
  </div>`;
}

/** `€10.50`, `¥1,200`, `KWD 5.250`: minor units as people write them. */
export function formatAmount({ value, currency }: Session['amount']): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(value / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
