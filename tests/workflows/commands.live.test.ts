import { TestWorkflowEnvironment } from '@temporalio/testing';
import { temporalAddress } from '../harness/temporal';
import { describeCommands } from './commands';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  const open = (client: object) =>
    TestWorkflowEnvironment.createFromExistingServer({ address: temporalAddress(), client });
  world = await makeWorld(undefined, open);
});
afterAll(() => world.close());

describeCommands(() => world);

const maria = { kind: 'user', id: 'maria' } as const;

test('what has ended says again what it answered to a command, for as long as it is kept', async () => {
  const order = await world.refund();
  await world.refunds.start(order);
  const give = () => world.refunds.approve(order.id, { actor: maria }, `${order.id} k1`);
  const first = await give();
  await world.environment.client.workflow.getHandle(order.id).result();
  expect(await give()).toEqual(first);
});
