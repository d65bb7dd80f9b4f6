// Walks every path anew and keeps its history; record.mjs brings the servers. To be run when a workflow was changed on purpose,
// beside the change that keeps the old histories replaying (a patch marker) or says why none of them can be under way.
import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { decrypted, withEngine } from '../support/engine';
import { startWorld } from '../support/world';
import { writeHistory } from './histories';
import { LIVE } from './paths';
import { SCENARIOS } from './scenarios';
import { makeStage } from './stage';

async function keep(name: string, client: Client, workflowId: string, keys: string): Promise<void> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  writeHistory(name, await decrypted(history, keys));
  console.log(`${name}: ${history.events!.length} events`);
}

async function recordUnderTimeSkipping(only: string[]): Promise<void> {
  const keys = `replay:${randomBytes(32).toString('base64')}`;
  const stage = await makeStage(keys);
  try {
    for (const [name, walk] of Object.entries(SCENARIOS)) {
      if (only.length > 0 && !only.includes(name)) continue;
      await keep(name, stage.environment.client, await walk(stage), keys);
    }
  } finally {
    await stage.close();
  }
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
