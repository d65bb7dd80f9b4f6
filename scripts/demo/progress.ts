import { MultiBar } from 'cli-progress';
import type { SingleBar } from 'cli-progress';

/** Shows how far each payment is: a bar each on a terminal, else a line for each stage. */
export interface Progress {
  begin(way: string, stages: number): (stage: string) => void;
  end(): void;
}

export function progressOn(isTerminal: boolean): Progress {
  return isTerminal ? bars() : lines();
}

function bars(): Progress {
  const format = '  {way} {bar} {stage}';
  const multi = new MultiBar({
    format,
    barsize: 12,
    hideCursor: true,
    barCompleteChar: '━',
    barIncompleteChar: '─',
  });
  return {
    begin: (way, stages) => {
      const bar: SingleBar = multi.create(stages, 0, { way: way.padEnd(24), stage: 'asking' });
      return (stage) => bar.increment(1, { stage });
    },
    end: () => multi.stop(),
  };
}

function lines(): Progress {
  return {
    begin: (way) => {
      console.log(`${way}: asking`);
      return (stage) => console.log(`${way}: ${stage}`);
    },
    end: () => {},
  };
}
