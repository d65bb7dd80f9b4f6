import { Alert, Button, Checkbox, Group, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account, Card, Money, NewPayment, Payment } from '../api/contract';
import { createPayment } from '../api/payments';
import { isUndecided } from '../api/problems';
import { cardsOf } from '../api/session';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { cardBrand } from '../payments/PaymentTable';
import { useSession } from '../session/context';
import { Failure } from '../ui/Failure';
import { CardNumber } from './CardNumber';
import { Customer } from './Customer';
import styles from './pay.module.css';
import type { Draft } from './state';
import { useCardEntry } from './use-card-entry';
import { useLinesOfChoices } from './use-lines-of-choices';

interface Props {
  draft: Draft & { account: Account; amount: Money };
  onBack: () => void;
  onAccepted: (payment: Payment) => void;
}

const PAGE = 'page';
const NUMBER = 'number';

/** Which card pays. The button names the sum: that click is what moves money. */
export function CardStep({ draft, onBack, onAccepted }: Props) {
  const { t, money } = useWords();
  const { can } = useSession();
  const { account, amount, receipt, reference } = draft;
  const cards = useQuery({
    queryKey: ['cards', account.accountId],
    queryFn: () => cardsOf(account.accountId),
    enabled: can('cards:read'),
  });
  const [chosen, setChosen] = useState<string>();
  const [sent, setSent] = useState<string>();
  const [save, setSave] = useState(false);
  const pay = useCommand({
    run: (payment: NewPayment, key) => createPayment(payment, key),
    changes: [['payments']],
    onDone: onAccepted,
  });
  const send = (source: NewPayment['source'], batched: boolean) =>
    pay.send({
      amount,
      account: { by: account.by, value: account.value },
      source,
      customerId: account.accountId,
      receipt,
      reference,
      ...(batched && { batch: true as const }),
    });
  const entry = useCardEntry((source) => send(source, true));
  const failure = pay.error ?? entry.error;
  const found = cards.data?.items ?? [];
  const lines = useLinesOfChoices({ cards: found, failure, sent });
  const pageIsDown = lines.standing(PAGE) === 'down';
  const first = found[0]?.id ?? (pageIsDown && lines.takesNumbers ? NUMBER : PAGE);
  const card = chosen === NUMBER && !lines.takesNumbers ? PAGE : (chosen ?? first);
  const onPage = card === PAGE;
  const standing = card === NUMBER ? 'down' : lines.standing(card);
  const down = standing === 'down';
  const batch = down && can('payments:batch');
  const blocked = down && (!batch || onPage);
  const submit = () => {
    setSent(card);
    if (card !== NUMBER) {
      entry.forgetError();
      const returnUrl = `${location.origin}/console/pay/returned`;
      send(
        onPage ? { type: 'hosted_page', returnUrl, saveCard: save } : { type: 'card', cardId: card },
        batch,
      );
    } else if (entry.kept) {
      send(entry.kept, true);
    } else {
      pay.reset();
      entry.send();
    }
  };
  const busy = pay.busy || entry.busy;
  const action = batch ? 'pay.batch' : onPage ? 'pay.openPage' : 'pay.take';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) submit();
      }}
    >
      <Customer account={account} />
      <div className={styles.sum}>{money(amount)}</div>
      {standing !== 'up' && (
        <Alert color={down && !batch ? 'red' : 'yellow'} mb="md">
          {t(!down ? 'pay.someLineDown' : batch ? 'pay.lineDownBatch' : 'pay.lineDown')}
        </Alert>
      )}
      {cards.isLoading ? (
        <Skeleton height={120} />
      ) : (
        <Radio.Group label={t('pay.which')} value={card} onChange={setChosen} readOnly={busy}>
          <Stack gap="xs" mt="xs">
            {found.map((one) => (
              <Radio
                key={one.id}
                value={one.id}
                className={styles.choice}
                label={<CardLabel card={one} />}
                description={
                  lines.several && lines.standing(one.id) === 'down' ? t('pay.cardLineDown') : undefined
                }
              />
            ))}
            <Radio
              value={PAGE}
              className={styles.choice}
              disabled={pageIsDown}
              label={t('pay.different')}
              description={t(pageIsDown ? 'pay.differentDown' : 'pay.differentHint')}
            />
            {lines.takesNumbers && (
              <Radio
                value={NUMBER}
                className={styles.choice}
                label={t('pay.byNumber')}
                description={t('pay.byNumberHint')}
              />
            )}
          </Stack>
        </Radio.Group>
      )}
      {onPage && !down && (
        <Checkbox
          mt="sm"
          label={t('pay.saveCard')}
          checked={save}
          onChange={(event) => setSave(event.currentTarget.checked)}
        />
      )}
      {card === NUMBER && <CardNumber entry={entry} canChange={!busy && !isUndecided(pay.error)} />}
      <Failure error={cards.error ?? (lines.refused && down ? undefined : failure)} />
      <Group mt="lg">
        <Button variant="default" onClick={onBack} disabled={busy}>
          {t('common.back')}
        </Button>
        <Button type="submit" loading={busy} disabled={blocked || cards.isLoading}>
          {t(action, { amount: money(amount) })}
        </Button>
      </Group>
    </form>
  );
}

function CardLabel({ card }: { card: Card }) {
  const { t } = useWords();
  const expiry = `${String(card.expiryMonth).padStart(2, '0')}/${String(card.expiryYear).slice(-2)}`;
  return (
    <>
      {cardBrand(card.brand)} •••• {card.last4}{' '}
      <Text span size="sm" c="dimmed">
        {t('pay.expires', { expiry })}
      </Text>
    </>
  );
}
