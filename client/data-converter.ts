import type { DataConverter } from '@temporalio/common';
import { EncryptionCodec } from './codec';
import type { PayloadKeys } from './codec';

/** The converter of every client and worker: payloads encrypted, and failures' messages and stacks with them. */
export function dataConverterWith(keys: PayloadKeys): DataConverter {
  return {
    failureConverterPath: require.resolve('./failure-converter'),
    payloadCodecs: [new EncryptionCodec(keys)],
  };
}
