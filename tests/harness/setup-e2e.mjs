import { postgres, temporal } from './servers.mjs';

export default async () => {
  await Promise.all([postgres(), temporal()]);
};
