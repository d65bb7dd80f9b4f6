import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stack traces may quote what was in a payload, so they are encrypted like one. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
