import { Alert, Button, Text } from '@mantine/core';
import { verifyAudit } from '../api/administration';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';

/** Follows the chain of seals over the whole log. */
export function Verify() {
  const { t } = useWords();
  const command = useCommand({ run: (_: null) => verifyAudit() });
  const { data } = command;
  const altered = data?.firstAltered;
  return (
    <>
      <Button
        variant="default"
        loading={command.busy}
        leftSection={<Icon name="check" size={16} />}
        onClick={() => command.send(null)}
      >
        {t('audit.verify')}
      </Button>
      <div role="status" style={{ order: 1, flexBasis: data ? '100%' : undefined }}>
        {data && (
          <Alert color={data.intact ? 'green' : 'red'}>
            <Text size="sm">
              {altered
                ? t(`audit.problems.${altered.problem}`, { entry: altered.entry })
                : t('audit.intact', { count: data.sealed })}
            </Text>
            {data.unsealed > 0 && <Text size="sm">{t('audit.unsealed', { count: data.unsealed })}</Text>}
            {data.lastSeal && (
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {t('audit.lastSeal', { seal: `${data.lastSeal.number}:${data.lastSeal.hash}` })}
              </Text>
            )}
          </Alert>
        )}
      </div>
      <Failure error={command.error} />
    </>
  );
}
