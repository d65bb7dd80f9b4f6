// Runs a fresh stack for a parent process that talks over IPC (tests/harness/stack.ts): Jest can't load ES modules, and a
// stack should outlive neither a test nor a killed test runner.
import { startFreshStack } from './fresh.mjs';

/** @type {import('./stack.mjs').Stack | undefined} */
let stack;

const commands = {
  async open(options) {
    stack = await startFreshStack({ ...options, say: (line) => process.env.DEBUG && console.error(line) });
    const { urls, env, secrets, people } = stack;
    return { urls, env, secrets, people };
  },
  pids: async () => stack.processes.pids,
  kill: (name, signal) => stack.processes.kill(name, signal),
  start: (name) => stack.processes.start(name),
  stopOne: (name) => stack.processes.stop(name),
  close: () => stack?.stop(),
};

process.on('message', async ({ id, command, args }) => {
  try {
    process.send({ id, result: await commands[command](...args) });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});

// A signal from the terminal reaches the parent too, whose end disconnects us: only then is there somebody to clean up after.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});

process.on('disconnect', async () => {
  await stack?.stop();
  process.exit(0);
});
