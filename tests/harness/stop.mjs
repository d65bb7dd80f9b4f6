export { stopAll as default } from './servers.mjs';
