// Walks every path anew and keeps its history; record.mjs brings the servers. To be run when a workflow was changed on purpose,
// beside the change that keeps the old histories replaying (a patch marker) or says why none of them can be under way.
import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { decrypted, withEngine } from '../support/engine';
import type { History } from '../support/engine';
import { PADDING } from '../support/long-history';
import { startWorld } from '../support/world';
import { writeHistory } from './histories';
import { LIVE } from './paths';
import { SCENARIOS } from './scenarios';
import { makeStage } from './stage';
import type { Stage } from './stage';
import type { Walked } from './walking';

async function keep(name: string, client: Client, walked: Walked, keys: string): Promise<void> {
  const { workflowId, runId } =
    typeof walked === 'string' ? { workflowId: walked, runId: undefined } : walked;
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  writeHistory(name, withoutPadding(await decrypted(history, keys)));
  console.log(`${name}: ${history.events!.length} events`);
}

/** What was only there to make a history long is not kept: no workflow reads it. */
function withoutPadding(history: History): History {
  for (const { workflowExecutionSignaledEventAttributes: signal } of history.events ?? []) {
    const size = signal?.input?.payloads?.[0]?.data?.length ?? 0;
    if (signal && size >= PADDING.length) signal.input = {};
  }
  return history;
}

async function recordUnderTimeSkipping(only: string[]): Promise<void> {
  const keys = `replay:${randomBytes(32).toString('base64')}`;
  const stage = await makeStage(keys);
  const reader = await readerOf(stage);
  try {
    for (const [name, walk] of Object.entries(SCENARIOS)) {
      if (only.length > 0 && !only.includes(name)) continue;
      await keep(name, new Client({ connection: reader }), await walk(stage), keys);
    }
  } finally {
    await reader.close();
    await stage.close();
  }
}

/** A history that was made long is longer than what a client takes as a rule. */
function readerOf({ environment }: Stage): Promise<Connection> {
  const { address } = environment.connection.options;
  return Connection.connect({ address, channelArgs: { 'grpc.max_receive_message_length': -1 } });
}

async function recordLive(): Promise<void> {
  const { stack, channel, cards } = await startWorld({});
  try {
    const source = { type: 'card', cardId: cards.good };
    const { body } = await channel.pay({ source, receipt: { phone: '+35799000001' } });
    await channel.untilEnded(body.id);
    await withEngine(stack, async (client) => {
      await client.workflow.getHandle(body.id).result();
      await keep(LIVE, client, body.id, stack.env.PAYLOAD_KEYS!);
    });
  } finally {
    await stack.stop();
  }
}

async function main(): Promise<void> {
  const only = process.argv.slice(2);
  await recordUnderTimeSkipping(only);
  if (only.length === 0 || only.includes(LIVE)) await recordLive();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
