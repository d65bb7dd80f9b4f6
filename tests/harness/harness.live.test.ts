import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { temporalAddress } from './temporal';

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD, INDEXED_VALUE_TYPE_BOOL: BOOL } =
  temporal.api.enums.v1.IndexedValueType;

it('the real Temporal server knows the search attributes', async () => {
  const connection = await Connection.connect({ address: temporalAddress() });
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    expect(customAttributes).toMatchObject({
      TillflowStatus: KEYWORD,
      TillflowChannel: KEYWORD,
      TillflowAttention: BOOL,
    });
  } finally {
    await connection.close();
  }
});
