// `npm run build`: dist/ and the console from the sources, when they have changed.
import { build } from './prepare/build.mjs';
import { buildConsole } from './prepare/console.mjs';
import { generate } from './prepare/generate.mjs';

await generate(console.log);
await build(console.log);
await buildConsole(console.log);
