import { type Html, html } from '../../html';
import type { Session } from '../sessions';
import { MAX_TRIES } from '../sessions';
import { TEST_CARDS } from '../test-cards';
import type { CardField, CardProblem } from '../vault';
import { alert, document, field, formatAmount, summary } from './layout';
import { declineText } from './texts';

/** What a page that comes back keeps of the form. The number and the security code are never sent back. */
export interface CardPageState {
  declineCode?: string;
  problems?: readonly CardProblem[];
  holder?: string;
  expiry?: string;
}

export function cardPage(session: Session, state: CardPageState = {}): string {
  const error = (name: CardField) => state.problems?.find((problem) => problem.field === name)?.message;
  return document(
    'Pay by card',
    html`<main>
      ${summary(session)}
      <section class="sheet" aria-labelledby="title">
        <h1 id="title">Pay by card</h1>
        ${alert(declineMessage(session, state.declineCode))}
        <form method="post" action="${session.id}" novalidate data-card>
          ${field('number', 'Card number', NUMBER, { error: error('number') })}
          <div class="pair">
            ${field(
              'expiry',
              'Expiry date',
              { ...EXPIRY, value: state.expiry ?? '' },
              { error: error('expiry') },
            )}
            ${field('securityCode', 'Security code', SECURITY_CODE, {
              error: error('securityCode'),
              hint: '3 digits on the back',
            })}
          </div>
          ${field('holder', 'Name on card (optional)', { ...HOLDER, value: state.holder ?? '' })}
          ${
            session.saveCard &&
            html`<p class="hint">Your card will be saved with this merchant for your next payments.</p>`
          }
          <button class="primary" name="action" value="pay">Pay ${formatAmount(session.amount)}</button>
          <button class="quiet" name="action" value="cancel" formnovalidate>Cancel payment</button>
        </form>
        ${testCards()}
      </section>
    </main>`,
  );
}

const NUMBER = {
  inputmode: 'numeric',
  autocomplete: 'cc-number',
  placeholder: '1234 1234 1234 1234',
  maxlength: '24',
  required: '',
};
const EXPIRY = {
  inputmode: 'numeric',
  autocomplete: 'cc-exp',
  placeholder: 'MM / YY',
  maxlength: '9',
  required: '',
};
const SECURITY_CODE = {
  inputmode: 'numeric',
  autocomplete: 'cc-csc',
  placeholder: '123',
  maxlength: '4',
  required: '',
};
const HOLDER = { autocomplete: 'cc-name', maxlength: '100' };

function declineMessage(session: Session, code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  const left = MAX_TRIES - session.tries;
  return `${declineText(code)} You can try again ${left === 1 ? 'once' : `${left} times`}, or use another card.`;
}

function testCards(): Html {
  const rows = TEST_CARDS.map(
    ({ number, says }) =>
      html`<tr>
        <td><code>${number.replace(/(\d{4})(?=\d)/g, '$1 ')}</code></td>
        <td>${says}</td>
      </tr>`,
  );
  return html`<details>
    <summary>Test cards</summary>
    <p class="hint">Any expiry date in the future and any three digits will do.</p>
    <table>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </details>`;
}
