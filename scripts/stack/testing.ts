import { execFileSync } from 'node:child_process';

/** What a script answers with `answer(value)`: in a process of its own, as the stack's modules are no CommonJS. */
export function fromModules<T>(script: string): T {
  const answering = `const answer = (value) => console.log(JSON.stringify(value));\n${script}`;
  const args = ['--input-type=module', '-e', answering];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: __dirname, encoding: 'utf8' })) as T;
}
