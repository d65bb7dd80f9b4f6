import { build } from '../../scripts/prepare/build.mjs';
import { postgres, temporal } from './servers.mjs';

export default async () => {
  await build((line) => process.stderr.write(`${line}\n`));
  await Promise.all([postgres(), temporal()]);
};
