/** Payments, card registrations and the sweep: what the API's own worker takes part in. */
export const PAYMENTS_QUEUE = 'payments';

/** The watch over acquirers' lines, and what waits for them. */
export const LINES_QUEUE = 'lines';

/** Apart from payments, so that a slow carrier never holds one up. */
export const NOTIFICATIONS_QUEUE = 'notifications';

/** Apart from everything, so that receivers who are slow hold up nobody but each other. */
export const WEBHOOKS_QUEUE = 'webhooks';

export const TASK_QUEUES = [PAYMENTS_QUEUE, LINES_QUEUE, NOTIFICATIONS_QUEUE, WEBHOOKS_QUEUE] as const;
