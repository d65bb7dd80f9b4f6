import { postgres, timeSkipping } from './servers.mjs';

export default () => Promise.all([postgres(), timeSkipping()]);
