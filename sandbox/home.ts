import type { RequestHandler } from 'express';
import { TEST_CARDS } from './acquirer/test-cards';
import type { Accounts } from './biller/accounts';
import type { Faults } from './faults';
import { Html, html, policyHash } from './html';
import type { Messages } from './messages';
import type { OperationLog } from './operation-log';

const STYLE = `
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1rem 4rem; color: #1b2430; background: #f7f9fb;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0 0 .25rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
.scroll { overflow-x: auto; background: #fff; border: 1px solid #d5dce4; border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
th, td { text-align: left; padding: .4rem .75rem; border-bottom: 1px solid #e6ebf0; white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
a { color: #08469f; }
`;
const STYLE_BLOCK = new Html(`<style>${STYLE}</style>`);

export interface HomeParts {
  accounts: Accounts;
  faults: Faults;
  messages: Messages;
  log: OperationLog;
}

/** The page at `/`: what is here, for people. */
export function homePage({ accounts, faults, messages, log }: HomeParts): RequestHandler {
  return (_request, response) => {
    response.set(
      'Content-Security-Policy',
      `default-src 'none'; style-src ${policyHash(STYLE)}; base-uri 'none'; frame-ancestors 'none'`,
    );
    const cards = TEST_CARDS.map(({ number, says }) => [number, says]);
    const customers = accounts
      .list()
      .slice(0, 50)
      .map(({ msisdn, accountId, currency, status, name, balance }) => [
        msisdn,
        accountId,
        name ?? '',
        status,
        `${balance} ${currency}`,
      ]);
    const active = faults
      .list()
      .map(({ id, target, operation, kind, times, hits }) => [
        id,
        target,
        operation,
        kind,
        `${hits} of ${times ?? 'any number'}`,
      ]);
    response.send(
      html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>Tillflow sandbox</title>
            ${STYLE_BLOCK}
          </head>
          <body>
            <h1>Tillflow sandbox</h1>
            <p>
              The outside world, simulated: an acquirer, a biller, an SMS centre, a texting API and a mail
              server.
            </p>
            <p>
              Look at what happened: <a href="/control/operations">${log.find().length} operations</a>,
              <a href="/control/messages">${messages.find({}).length} messages</a>,
              <a href="/control/faults">faults</a>, <a href="/control/settings">settings</a>.
            </p>
            <h2>Test cards</h2>
            ${table(['Number', 'What happens'], cards)}
            <h2>Customers of the biller</h2>
            ${table(['Phone', 'Account', 'Name', 'Status', 'Balance, minor units'], customers)}
            <p>Any phone number that begins with +357991 and has five more digits exists too.</p>
            <h2>Active faults</h2>
            ${active.length > 0 ? table(['Id', 'Target', 'Operation', 'Kind', 'Hits'], active) : html`<p>None.</p>`}
          </body>
        </html>`.text,
    );
  };
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): Html {
  const cells = (row: readonly string[]) => row.map((cell) => html`<td>${cell}</td>`);
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${cells(row)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
