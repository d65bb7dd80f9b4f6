import { Alert, Button } from '@mantine/core';
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
            {data.intact
              ? t('audit.intact', { count: data.sealed })
              : t('audit.altered', { entry: altered?.entry })}
          </Alert>
        )}
      </div>
      <Failure error={command.error} />
    </>
  );
}
