import { postgres } from './servers.mjs';

export default postgres;
