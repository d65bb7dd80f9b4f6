/** What the workers register: one name a workflow type. */
export { line } from './line';
export { notification } from './notification';
export { payment } from './payment';
export { refund } from './refund';
export { registerCard } from './register-card';
export { sweep } from './sweep';
export { webhook } from './webhook';
