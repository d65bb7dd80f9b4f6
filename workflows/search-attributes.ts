import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';

/** Registered by the stack at its first start; no personal data goes into them. */
export const STATUS = defineSearchAttributeKey('TillflowStatus', SearchAttributeType.KEYWORD);
export const CHANNEL = defineSearchAttributeKey('TillflowChannel', SearchAttributeType.KEYWORD);
export const ATTENTION = defineSearchAttributeKey('TillflowAttention', SearchAttributeType.BOOL);
