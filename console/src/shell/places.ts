import type { Scope } from '../api/contract';
import type { IconName } from '../ui/Icon';

interface Place {
  path: string;
  /** Of `nav.*`. */
  name: string;
  icon: IconName;
  scope?: Scope;
}

/** The navigation, in order. Each is shown to those who may do what it is for. */
export const PLACES: readonly Place[] = [
  { path: '/', name: 'dashboard', icon: 'chart', scope: 'payments:read' },
  { path: '/payments', name: 'payments', icon: 'payments', scope: 'payments:read' },
  { path: '/pay', name: 'pay', icon: 'plus', scope: 'payments:create' },
  { path: '/refunds', name: 'refunds', icon: 'refund', scope: 'refunds:read' },
  { path: '/batched', name: 'batched', icon: 'clock', scope: 'lines:read' },
  { path: '/users', name: 'users', icon: 'users', scope: 'users:read' },
  { path: '/settings', name: 'settings', icon: 'settings', scope: 'settings:read' },
  { path: '/audit', name: 'audit', icon: 'audit', scope: 'audit:read' },
  { path: '/webhooks', name: 'webhooks', icon: 'webhook', scope: 'webhooks:read' },
];
