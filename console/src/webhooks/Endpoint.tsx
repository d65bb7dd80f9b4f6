import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import {
  enableEndpoint,
  getEndpoint,
  removeEndpoint,
  rotateSecret,
  testEndpoint,
} from '../api/administration';
import type { Endpoint } from '../api/contract';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { Confirm } from '../ui/Confirm';
import { useTold } from '../ui/use-told';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Card, Facts, Page, pageStyles } from '../ui/Page';
import { ShownOnce } from '../ui/ShownOnce';
import { Status } from '../ui/Status';
import { Deliveries } from './Deliveries';

export function EndpointScreen() {
  const id = useParams().id!;
  const { t, moment } = useWords();
  const { can } = useSession();
  const {
    data: endpoint,
    error,
    refetch,
  } = useQuery({ queryKey: ['endpoints', id], queryFn: () => getEndpoint(id) });
  if (!endpoint)
    return (
      <Page title={t('webhooks.title')}>
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    );
  const { url, channel, description, events, enabled, createdAt } = endpoint;
  return (
    <Page title={url} actions={can('webhooks:write') && <Actions endpoint={endpoint} />}>
      <div className={pageStyles.stack}>
        <Card>
          <Facts
            items={[
              [t('webhooks.channel'), channel],
              [t('webhooks.description'), description],
              [t('webhooks.events'), events.join(', ') || t('webhooks.all')],
              [
                t('webhooks.state'),
                <Status key="state" of="webhooks" code={enabled ? 'enabled' : 'disabled'} />,
              ],
              [t('webhooks.created'), moment(createdAt)],
            ]}
          />
        </Card>
        <Deliveries endpointId={id} />
      </div>
    </Page>
  );
}

function Actions({ endpoint: { id, url, enabled } }: { endpoint: Endpoint }) {
  const { t, moment } = useWords();
  const go = useNavigate();
  const told = useTold();
  const [open, setOpen] = useState<'remove' | 'rotate'>();
  const [secret, setSecret] = useState<{ secret: string; oldSecretUntil: string }>();
  const changes = [['endpoints']];
  const close = () => setOpen(undefined);
  const test = useCommand({
    run: (one: string, key) => testEndpoint(one, key),
    changes: [['deliveries']],
    onDone: () => told(t('webhooks.tested')),
  });
  const toggle = useCommand({ run: (on: boolean) => enableEndpoint(id, on), changes });
  const remove = useCommand({
    run: (one: string) => removeEndpoint(one),
    onDone: () => void go('/webhooks'),
  });
  const rotate = useCommand({
    run: (one: string, key) => rotateSecret(one, key),
    onDone: (made) => {
      close();
      setSecret(made);
    },
  });
  return (
    <>
      <Button variant="default" loading={test.busy} onClick={() => test.send(id)}>
        {t('webhooks.test')}
      </Button>
      <Button variant="default" onClick={() => setOpen('rotate')}>
        {t('webhooks.rotate')}
      </Button>
      <Button variant="default" loading={toggle.busy} onClick={() => toggle.send(!enabled)}>
        {t(enabled ? 'webhooks.disable' : 'webhooks.enable')}
      </Button>
      <Button variant="outline" color="red" onClick={() => setOpen('remove')}>
        {t('webhooks.remove')}
      </Button>
      <Failure error={test.error ?? toggle.error} />
      <Confirm
        opened={open === 'remove'}
        title={t('webhooks.removeTitle')}
        action={t('webhooks.remove')}
        danger
        busy={remove.busy}
        error={remove.error}
        onClose={close}
        onConfirm={() => remove.send(id)}
      >
        <p>{t('webhooks.removeHint', { url })}</p>
      </Confirm>
      <Confirm
        opened={open === 'rotate'}
        title={t('webhooks.rotateTitle')}
        action={t('webhooks.rotate')}
        busy={rotate.busy}
        error={rotate.error}
        onClose={close}
        onConfirm={() => rotate.send(id)}
      >
        <p>{t('webhooks.rotateHint')}</p>
      </Confirm>
      <ShownOnce
        title={t('webhooks.secret')}
        hint={secret ? t('webhooks.secretUntil', { until: moment(secret.oldSecretUntil) }) : ''}
        secret={secret?.secret}
        onClose={() => setSecret(undefined)}
      />
    </>
  );
}
