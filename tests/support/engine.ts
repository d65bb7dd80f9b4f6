import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { EncryptionCodec, parsePayloadKeys } from '../../client/codec';
import { dataConverterWith } from '../../client/data-converter';
import type { Stack } from '../harness/stack';

export type History = temporal.api.history.v1.IHistory;

const { History: HistoryMessage } = temporal.api.history.v1;

/** A look into the engine, as operations have it: with the key or without. */
export async function withEngine<T>(
  stack: Stack,
  look: (client: Client) => Promise<T>,
  { withKey = true } = {},
): Promise<T> {
  const connection = await Connection.connect({ address: stack.urls.temporal });
  const dataConverter = withKey ? dataConverterWith(parsePayloadKeys(stack.env.PAYLOAD_KEYS!)) : undefined;
  try {
    return await look(new Client({ connection, namespace: stack.env.TEMPORAL_NAMESPACE, dataConverter }));
  } finally {
    await connection.close();
  }
}

/** Every execution that there is, with its history as the engine keeps it. */
export async function allHistories(client: Client): Promise<{ workflowId: string; history: History }[]> {
  const found = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    found.push({ workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() });
  }
  return found;
}

/** The same history with every payload decrypted; what was not encrypted stays as it is. */
export async function decrypted(history: History, payloadKeys: string): Promise<History> {
  // A copy whose messages are plain: Payloads are recognised by what they hold.
  const copy = HistoryMessage.decode(HistoryMessage.encode(HistoryMessage.fromObject(history)).finish());
  await decryptWithin(copy, new EncryptionCodec(parsePayloadKeys(payloadKeys)));
  return copy;
}

async function decryptWithin(node: unknown, codec: EncryptionCodec): Promise<void> {
  if (typeof node !== 'object' || node === null || ArrayBuffer.isView(node)) return;
  for (const [name, value] of Object.entries(node)) {
    if (isEncrypted(value)) {
      const [plain] = await codec.decode([value]);
      (node as Record<string, unknown>)[name] = temporal.api.common.v1.Payload.fromObject(plain!);
    } else {
      await decryptWithin(value, codec);
    }
  }
}

function isEncrypted(value: unknown): value is Payload {
  const encoding = (value as Payload | undefined)?.metadata?.encoding;
  return encoding !== undefined && Buffer.from(encoding).toString() === 'binary/encrypted';
}

/** All text in a history, payloads included, as one string to look for something in. */
export function textOf(history: History): string {
  const parts: string[] = [];
  const collect = (node: unknown): void => {
    if (node instanceof Uint8Array) parts.push(Buffer.from(node).toString('utf8'));
    else if (typeof node === 'string') parts.push(node);
    else if (typeof node === 'object' && node !== null)
      for (const entry of Object.entries(node)) entry.forEach(collect);
  };
  collect(history);
  return parts.join('\n');
}
