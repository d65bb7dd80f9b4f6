import { Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import type { Level, User } from '../api/contract';
import { useWords } from '../i18n/use-words';

export const LEVELS: readonly Level[] = ['operator', 'manager', 'administrator'];
export const PERMISSIONS = ['payments:batch', 'audit:export'] as const;

export interface UserForm {
  displayName: string;
  level: Level;
  permissions: User['permissions'];
  language: 'en' | 'ru';
}

export const formOf = (user?: User): UserForm => ({
  displayName: user?.displayName ?? '',
  level: user?.level ?? 'operator',
  permissions: user?.permissions ?? [],
  language: user?.language ?? 'en',
});

interface Props {
  form: UserForm;
  /** One does not change one's own level and permissions. */
  own?: boolean;
  errors: Record<string, string>;
  onChange: (form: UserForm) => void;
}

export function UserFields({ form, own, errors, onChange }: Props) {
  const { t } = useWords();
  const change = (changes: Partial<UserForm>) => onChange({ ...form, ...changes });
  return (
    <Stack gap="sm">
      <TextInput
        label={t('users.displayName')}
        maxLength={100}
        required
        withAsterisk={false}
        error={errors.displayName}
        value={form.displayName}
        onChange={(event) => change({ displayName: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('users.level')}
        description={own ? t('users.notOwn') : t(`users.levelHint.${form.level}`)}
        disabled={own}
        error={errors.level}
        value={form.level}
        data={LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))}
        onChange={(event) => change({ level: event.currentTarget.value as Level })}
      />
      <Checkbox.Group
        label={t('users.permissions')}
        value={form.permissions}
        onChange={(chosen) => change({ permissions: PERMISSIONS.filter((one) => chosen.includes(one)) })}
      >
        <Stack gap={6} mt={4}>
          {PERMISSIONS.map((one) => (
            <Checkbox key={one} value={one} disabled={own} label={t(`permission.${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <NativeSelect
        label={t('common.language')}
        value={form.language}
        data={[
          { value: 'en', label: 'English' },
          { value: 'ru', label: 'Русский' },
        ]}
        onChange={(event) => change({ language: event.currentTarget.value as 'en' | 'ru' })}
      />
    </Stack>
  );
}
