import { timeSkipping } from './servers.mjs';

export default timeSkipping;
