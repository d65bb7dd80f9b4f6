import { useEffect, useReducer, useRef } from 'react';
import { useLocation } from 'react-router';
import { useWords } from '../i18n/use-words';
import { Card, Page } from '../ui/Page';
import { AccountStep } from './AccountStep';
import { AmountStep } from './AmountStep';
import { CardStep } from './CardStep';
import { Outcome } from './Outcome';
import styles from './pay.module.css';
import { STEPS, next } from './state';

/** Add payment. Whoever comes here by the navigation begins anew, also from the last step. */
export function Pay() {
  return <Wizard key={useLocation().key} />;
}

/** Whose account, how much, which card, and how it ends. */
function Wizard() {
  const { t } = useWords();
  const [draft, change] = useReducer(next, { step: 'account' });
  const at = STEPS.indexOf(draft.step);
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else heading.current?.focus();
  }, [draft.step]);
  const back = () => change({ type: 'back' });
  const { account, amount, paymentId } = draft;
  return (
    <Page title={t('nav.pay')}>
      <ol className={styles.steps} aria-label={t('pay.steps')}>
        {STEPS.map((step, index) => (
          <li key={step} data-done={index < at} aria-current={index === at ? 'step' : undefined}>
            <span aria-hidden="true">{index + 1}</span>
            {t(`pay.step.${step}`)}
          </li>
        ))}
      </ol>
      <div className={styles.frame}>
        <Card>
          <h2 className={styles.title} ref={heading} tabIndex={-1}>
            {t(`pay.title.${draft.step}`)}
          </h2>
          {draft.step === 'account' && (
            <AccountStep known={account} onDone={(found) => change({ type: 'account', account: found })} />
          )}
          {draft.step === 'amount' && account && (
            <AmountStep
              account={account}
              draft={draft}
              onBack={back}
              onDone={(given) => change({ type: 'amount', ...given })}
            />
          )}
          {draft.step === 'card' && account && amount && (
            <CardStep
              draft={{ ...draft, account, amount }}
              onBack={back}
              onAccepted={({ id }) => change({ type: 'accepted', paymentId: id })}
            />
          )}
          {draft.step === 'outcome' && paymentId && (
            <Outcome
              paymentId={paymentId}
              onAgain={(same) => change({ type: 'again', account: same ? account : undefined })}
            />
          )}
        </Card>
      </div>
    </Page>
  );
}
