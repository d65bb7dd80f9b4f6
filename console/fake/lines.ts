import type { World } from './world';

export const isDown = ({ lines }: World, acquirer = 'sandbox'): boolean =>
  lines.some((line) => line.acquirer === acquirer && line.status === 'down');
