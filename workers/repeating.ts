/** Work that goes on beside everything else for as long as the process lives. */
export interface Repeated {
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Does `work` again and again: at once where it says that there is more, and otherwise after a rest. It must not throw. */
export function repeat(work: () => Promise<boolean>, restMs: number): Repeated {
  let stopped = false;
  let wake = (): void => undefined;
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, restMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopped) {
      const more = await work();
      if (!more && !stopped) await rest();
    }
  };
  const running = run();
  return {
    stop: () => {
      stopped = true;
      wake();
      return running;
    },
  };
}
