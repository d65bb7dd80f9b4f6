import { html } from '../../html';
import type { Session } from '../sessions';
import { CHALLENGE_CODE } from '../test-cards';
import { alert, document, field, formatAmount, summary } from './layout';
import { declineText } from './texts';

/** The bank's page, on which the payer proves to be the owner of the card. */
export function challengePage(session: Session, last4: string, error?: string): string {
  const input = {
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: '8',
    placeholder: '6 digits',
    required: '',
  };
  return document(
    'Confirm it is you',
    html`<main>
      ${summary(session)}
      <section class="sheet" aria-labelledby="title">
        <h1 id="title">Your bank wants to be sure that it is you</h1>
        ${alert(error)}
        <p>
          We sent a one-time code to the phone of the owner of the card ending in <strong>${last4}</strong>.
          Type it here to pay ${formatAmount(session.amount)}.
        </p>
        <form method="post" action="${session.id}" novalidate>
          ${field('code', 'One-time code', input)}
          <button class="primary" name="action" value="confirm">Confirm</button>
          <button class="quiet" name="action" value="cancel">Cancel payment</button>
        </form>
        <details>
          <summary>Test code</summary>
          <p>The code is always <code>${CHALLENGE_CODE}</code>; any other one fails.</p>
        </details>
      </section>
    </main>`,
  );
}

/** For a payer who comes to a page that is over. */
export function finishedPage(session: Session): string {
  const { mark, tone, title, text } = ending(session);
  return document(
    title,
    html`<main class="single">
      <section class="sheet" aria-labelledby="title">
        <p class="mark ${tone}" aria-hidden="true">${mark}</p>
        <h1 id="title">${title}</h1>
        <p>${text}</p>
        <a class="button primary" href="${session.returnUrl}" rel="noreferrer">Back to the merchant</a>
      </section>
    </main>`,
  );
}

export function unknownPage(): string {
  return document(
    'Payment not found',
    html`<main class="single">
      <section class="sheet" aria-labelledby="title">
        <h1 id="title">We can’t find this payment</h1>
        <p>
          The link may be incomplete or too old. Go back to the merchant’s site and start the payment again.
        </p>
      </section>
    </main>`,
  );
}

function ending(session: Session): { mark: string; tone: string; title: string; text: string } {
  switch (session.status) {
    case 'authorised': {
      const text = `You paid ${formatAmount(session.amount)}. There is nothing more to do on this page.`;
      return { mark: '✓', tone: 'good', title: 'This payment is complete', text };
    }
    case 'declined': {
      const text = `${declineText(session.declineCode)} You have not been charged.`;
      const cancelled = session.declineCode === 'cancelled_by_payer';
      const title = cancelled ? 'This payment was cancelled' : 'This payment was declined';
      return { mark: '✕', tone: 'bad', title, text };
    }
    default: {
      const text =
        'This page was open for too long and is closed for your safety. You have not been charged.';
      return { mark: '!', tone: 'bad', title: 'This page has expired', text };
    }
  }
}
