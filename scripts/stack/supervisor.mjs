import { lastLines } from './children.mjs';

/** Keeps named child processes: starts, restarts and ends them, and tells when one ends that nobody asked to end. */
export class Supervisor {
  #starters;
  /** @type {Map<string, import('./children.mjs').Child>} */
  #running = new Map();
  #fail;
  /** @type {Promise<never>} rejects when a process ends by itself, with its name and last lines */
  failure = new Promise((_, reject) => (this.#fail = reject));

  /** @param {Record<string, () => Promise<import('./children.mjs').Child>>} starters each resolves once its process is up */
  constructor(starters) {
    this.#starters = starters;
    this.failure.catch(() => {});
  }

  get names() {
    return Object.keys(this.#starters);
  }

  /** Process ids of what runs, by name. */
  get pids() {
    return Object.fromEntries([...this.#running].map(([name, { pid }]) => [name, pid]));
  }

  async start(name) {
    const starter = this.#starters[name];
    if (!starter) throw new Error(`there is no process ${name}; there are ${this.names.join(', ')}`);
    if (this.#running.has(name)) throw new Error(`${name} is running`);
    const child = await starter();
    this.#running.set(name, child);
    void child.exited.then((how) => this.#ended(name, child, how));
  }

  #ended(name, child, { code, signal }) {
    if (this.#running.get(name) !== child) return;
    this.#running.delete(name);
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    this.#fail(new Error(`${name} ${how}. Its last lines (${child.logFile}):\n${lastLines(child.logFile)}`));
  }

  /** Takes it out of our books first, so that its end is no failure. */
  #release(name) {
    const child = this.#running.get(name);
    this.#running.delete(name);
    return child;
  }

  async kill(name, signal = 'SIGKILL') {
    await this.#release(name)?.kill(signal);
  }

  async stop(name) {
    await this.#release(name)?.stop();
  }

  /** In the reverse of the order in which they were named: who depends on another goes first. */
  async stopAll(say = () => {}) {
    for (const name of this.names.reverse().filter((name) => this.#running.has(name))) {
      say(`stopping ${name}`);
      await this.stop(name);
    }
  }
}
