import { build } from '../../scripts/prepare/build.mjs';
import { postgres, timeSkipping } from './servers.mjs';

export default async () => {
  await build((line) => process.stderr.write(`${line}\n`));
  await Promise.all([postgres(), timeSkipping()]);
};
