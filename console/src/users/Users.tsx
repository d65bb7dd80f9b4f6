import { Badge, Button, Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { User } from '../api/contract';
import { listUsers } from '../api/administration';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { DataTable } from '../ui/DataTable';
import type { Column } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import { Page } from '../ui/Page';
import { Pager } from '../ui/Pager';
import { ShownOnce } from '../ui/ShownOnce';
import { useFilters } from '../ui/use-filters';
import { AddUser } from './AddUser';
import { EditUser } from './EditUser';

export function Users() {
  const { t, named, short } = useWords();
  const { user: me, can } = useSession();
  const { cursor } = useFilters([]);
  const query = { cursor, limit: 50 };
  const { data, error, refetch } = useQuery({
    queryKey: ['users', query],
    queryFn: () => listUsers(query),
    placeholderData: keepPreviousData,
  });
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<string>();
  const [once, setOnce] = useState<{ password: string; user: User }>();
  const edited = data?.items.find(({ id }) => id === editing);
  const columns: Column<User>[] = [
    {
      key: 'name',
      title: t('users.name'),
      render: ({ id, displayName, username }) => (
        <>
          <strong>{displayName}</strong>
          {id === me.id && ` (${t('common.you')})`}
          <div>{username}</div>
        </>
      ),
    },
    { key: 'level', title: t('users.level'), render: ({ level }) => t(`level.${level}`) },
    {
      key: 'permissions',
      title: t('users.permissions'),
      render: ({ permissions }) => permissions.map((one) => named('permissionShort', one)).join(', ') || '–',
    },
    { key: 'state', title: t('users.state'), render: (user) => <UserState user={user} /> },
    {
      key: 'last',
      title: t('users.lastSignIn'),
      whole: true,
      render: ({ lastSignInAt }) => (lastSignInAt ? short(lastSignInAt) : t('users.never')),
    },
    {
      key: 'edit',
      title: t('users.actions'),
      end: true,
      render: ({ id, displayName }) =>
        can('users:write') && (
          <Button
            size="xs"
            variant="default"
            onClick={() => setEditing(id)}
            aria-label={t('users.editOf', { name: displayName })}
          >
            {t('users.edit')}
          </Button>
        ),
    },
  ];
  const add = can('users:write') && (
    <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setAdding(true)}>
      {t('users.add')}
    </Button>
  );
  return (
    <Page title={t('users.title')} actions={add}>
      <Failure error={error} onRetry={() => void refetch()} />
      {(!error || data) && (
        <DataTable
          caption={t('users.title')}
          columns={columns}
          rows={data?.items}
          rowKey={({ id }) => id}
          empty={t('users.none')}
        />
      )}
      <Pager next={data?.cursor} count={data?.items.length} />
      {adding && (
        <AddUser onClose={() => setAdding(false)} onAdded={(user, password) => setOnce({ user, password })} />
      )}
      {edited && (
        <EditUser
          key={edited.version}
          user={edited}
          onClose={() => setEditing(undefined)}
          onPassword={(password) => setOnce({ user: edited, password })}
        />
      )}
      <ShownOnce
        title={t('users.oneTime')}
        hint={t('users.oneTimeHint', { name: once?.user.displayName })}
        secret={once?.password}
        onClose={() => setOnce(undefined)}
      />
    </Page>
  );
}

function UserState({ user }: { user: User }) {
  const { t } = useWords();
  const states = [
    user.disabled && (['disabled', 'gray'] as const),
    user.locked && (['locked', 'red'] as const),
    user.passwordChangeRequired && (['newPassword', 'yellow'] as const),
    user.secondFactor && (['secondFactor', 'blue'] as const),
  ].filter((state) => state !== false);
  if (states.length === 0) return t('users.is.active');
  return (
    <Group gap={6} justify="inherit">
      {states.map(([state, color]) => (
        <Badge key={state} variant="light" color={color} tt="none" radius="sm">
          {t(`users.is.${state}`)}
        </Badge>
      ))}
    </Group>
  );
}
