// `npm run build`: dist/ from the sources, when they have changed.
import { build } from './prepare/build.mjs';
import { generate } from './prepare/generate.mjs';

await generate(console.log);
await build(console.log);
