import { SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useWords } from '../i18n/use-words';
import { PasswordFields } from '../session/PasswordFields';
import { useSession } from '../session/context';
import { LanguageChoice } from '../ui/LanguageChoice';
import { Card, Facts, Page, pageStyles } from '../ui/Page';
import { useTold } from '../ui/use-told';
import { SecondFactor } from './SecondFactor';

export function Profile() {
  const { t, named, moment } = useWords();
  const { user } = useSession();
  const queries = useQueryClient();
  const told = useTold();
  const changed = () => {
    told(t('profile.passwordChanged'));
    // The session is a new one, with a token of its own.
    void queries.invalidateQueries({ queryKey: ['session'] });
  };
  return (
    <Page title={t('profile.title')}>
      <div className={pageStyles.columns}>
        <div className={pageStyles.stack}>
          <Card title={t('profile.you')}>
            <Facts
              items={[
                [t('users.displayName'), user.displayName],
                [t('session.username'), user.username],
                [t('users.level'), t(`level.${user.level}`)],
                [t('users.permissions'), user.permissions.map((one) => named('permission', one)).join(', ')],
                [t('users.lastSignIn'), user.lastSignInAt && moment(user.lastSignInAt)],
              ]}
            />
          </Card>
          <Card title={t('profile.appearance')}>
            <Appearance />
          </Card>
        </div>
        <Card title={t('profile.password')}>
          <PasswordFields username={user.username} onDone={changed} />
        </Card>
        <Card title={t('profile.secondFactor')}>
          <SecondFactor on={user.secondFactor} />
        </Card>
      </div>
    </Page>
  );
}

function Appearance() {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{t('common.language')}</Text>
      <LanguageChoice />
      <Text size="sm">{t('profile.theme')}</Text>
      <SegmentedControl
        size="xs"
        aria-label={t('profile.theme')}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as MantineColorScheme)}
        data={[
          { value: 'auto', label: t('profile.themeAuto') },
          { value: 'light', label: t('profile.themeLight') },
          { value: 'dark', label: t('profile.themeDark') },
        ]}
      />
    </Stack>
  );
}
