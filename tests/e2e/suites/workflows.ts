import { billableActions } from '../../../bench/actions';
import { newAccount } from '../../support/channel';
import { decrypted, textOf, withEngine } from '../../support/engine';
import type { World } from '../../support/world';
import { openPage } from './pages';

type Described = { searchAttributes: Record<string, unknown> };

/** What operations see of a payment in Temporal. */
export function workflowsInTheEngine(world: () => World): void {
  async function paid(account = newAccount()): Promise<string> {
    const { channel, cards } = world();
    const { body } = await channel.pay({ source: { type: 'card', cardId: cards.good }, account });
    await channel.untilEnded(body.id);
    return body.id;
  }

  test('PLT-1 a payment is a workflow under its own id, found by status, channel and attention', async () => {
    const { stack } = world();
    const id = await paid();
    await withEngine(stack, async (client) => {
      const handle = client.workflow.getHandle(id);
      expect(await handle.result()).toMatchObject({ status: 'succeeded' });
      const { type, searchAttributes } = (await handle.describe()) as Described & { type: string };
      expect(type).toBe('payment');
      expect(searchAttributes).toMatchObject({
        TillflowStatus: ['succeeded'],
        TillflowChannel: ['demo'],
        TillflowAttention: [false],
      });
    });
  });

  test('PLT-1 a payment that waits says so in words that carry no personal data', async () => {
    const { stack } = world();
    const account = newAccount();
    const { id } = await openPage(world(), { account });
    await withEngine(stack, async (client) => {
      const metadata = await client.workflow
        .getHandle(id)
        .query<{ currentDetails?: string }>('__temporal_workflow_metadata');
      expect(metadata.currentDetails).toContain('**awaiting_payer** · 10.50 EUR · channel demo');
      expect(metadata.currentDetails).not.toContain(account.value);
    });
  });

  test('PLT-1 what the engine keeps can be read with the key only, in the Web UI through the codec', async () => {
    const { stack, channel } = world();
    const account = newAccount();
    const id = await paid(account);
    const history = await withEngine(stack, (client) => client.workflow.getHandle(id).fetchHistory(), {
      withKey: false,
    });
    expect(textOf(history)).not.toContain(account.value);
    expect(textOf(await decrypted(history, stack.env.PAYLOAD_KEYS!))).toContain(account.value);

    const [sealed] = history.events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
    const base64 = (bytes: Uint8Array | null | undefined): string =>
      Buffer.from(bytes ?? []).toString('base64');
    const metadata = Object.entries(sealed!.metadata!).map(([name, value]) => [name, base64(value)]);
    const payload = { metadata: Object.fromEntries(metadata) as object, data: base64(sealed!.data) };
    const { status, body } = await channel.call<{ payloads: { data: string }[] }>('POST', '/codec/decode', {
      payloads: [payload],
    });
    expect(status).toBe(200);
    expect(Buffer.from(body.payloads[0]!.data, 'base64').toString()).toContain(account.value);
  });

  test('PLT-1 a payment that goes well stays within 12 events and 4 billable actions', async () => {
    const { stack } = world();
    const costs = [];
    // Several, as a busy machine may make one go the troubled way.
    for (let count = 0; count < 5; count += 1) {
      const id = await paid();
      const history = await withEngine(stack, async (client) => {
        const handle = client.workflow.getHandle(id);
        await handle.result();
        return handle.fetchHistory();
      });
      costs.push({ events: history.events!.length, actions: billableActions(history) });
    }
    expect(Math.min(...costs.map(({ events }) => events))).toBeLessThanOrEqual(12);
    expect(Math.min(...costs.map(({ actions }) => actions))).toBeLessThanOrEqual(4);
  });
}
