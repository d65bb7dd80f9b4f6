/** What the workers register: one name a workflow type. */
export { notification } from './notification';
export { payment } from './payment';
export { registerCard } from './register-card';
export { sweep } from './sweep';
