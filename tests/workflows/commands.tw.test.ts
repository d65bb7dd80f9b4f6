import { describeCommands } from './commands';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => void (world = await makeWorld()));
afterAll(() => world.close());

describeCommands(() => world);
