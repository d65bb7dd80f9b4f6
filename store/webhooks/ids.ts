import { monotonicFactory } from 'ulid';

/** Those of one moment are in the order in which they were made. */
const ulid = monotonicFactory();

export const newEventId = (): string => `evt_${ulid()}`;
export const newDeliveryId = (): string => `whd_${ulid()}`;
