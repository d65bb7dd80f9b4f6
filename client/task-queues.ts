/** Payments, card registrations and the sweep: what the API's own worker takes part in. */
export const PAYMENTS_QUEUE = 'payments';

/** Apart from payments, so that a slow carrier never holds one up. */
export const NOTIFICATIONS_QUEUE = 'notifications';
