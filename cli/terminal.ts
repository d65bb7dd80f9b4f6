import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import type { createColors } from 'picocolors';

export type Colours = ReturnType<typeof createColors>;

/** Where a person, or another program, reads what the command says. */
export interface Terminal {
  /** Results, line by line. */
  out(text: string): void;
  /** Errors and remarks. */
  err(text: string): void;
  colours: Colours;
  /** The width in characters; undefined where the output goes to a file or another program. */
  columns?: number;
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Columns under headings or, where the terminal is too narrow for them, one block of lines for each row. */
export function table(terminal: Terminal, head: string[], rows: string[][]): string {
  const { bold, dim } = terminal.colours;
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
  const columns = new Table({ head: head.map((name) => bold(name)), chars: NO_LINES, style });
  columns.push(...rows);
  const lines = columns
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const width = Math.max(...lines.map((line) => stripVTControlCharacters(line).length));
  if (terminal.columns === undefined || width <= terminal.columns) return lines.join('\n');
  const name = Math.max(...head.map((text) => text.length));
  const block = (row: string[]): string =>
    head
      .flatMap((text, index) => (row[index] ? [`${dim(text.padEnd(name))}  ${row[index]}`] : []))
      .join('\n');
  return rows.map(block).join('\n\n');
}

/** Names and values, one a line; those without a value are left out. */
export function facts(terminal: Terminal, pairs: [string, string | undefined][]): string {
  const shown = pairs.filter((pair): pair is [string, string] => pair[1] !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${terminal.colours.dim(name.padEnd(width))}  ${value}`).join('\n');
}

/** Text from outside, fit for a terminal: what was sent must not move the cursor or change colours. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '');
}
