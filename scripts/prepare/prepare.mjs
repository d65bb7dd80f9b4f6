import { build } from './build.mjs';
import { buildConsole } from './console.mjs';
import { generate } from './generate.mjs';
import { install } from './install.mjs';

/** Makes what a fresh clone lacks: packages, the database client, dist/, the console. Quick when nothing is missing. */
export async function prepare(say) {
  await install(say);
  await generate(say);
  await build(say);
  await buildConsole(say);
}
