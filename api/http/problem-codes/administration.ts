import type { ProblemText } from './problem-text';

/** Webhooks and settings. */
export const ADMINISTRATION_PROBLEMS = {
  webhook_endpoint_not_found: {
    status: 404,
    title: 'There is no such webhook endpoint',
    help: 'It does not exist, was removed, or is another channel’s.',
  },
  webhook_delivery_not_found: {
    status: 404,
    title: 'There is no such webhook delivery',
    help: 'It does not exist, its endpoint was removed, or it is another channel’s.',
  },
  settings_changed_meanwhile: {
    status: 409,
    title: 'The settings were changed meanwhile',
    help: 'Somebody else was quicker. Get the settings, and send the change again with their `version`.',
  },
  webhook_endpoint_limit: {
    status: 409,
    title: 'The channel has as many webhook endpoints as it may have',
    help: 'Remove one that is not needed any more, or change it.',
  },
  webhook_secret_limit: {
    status: 409,
    title: 'As many secrets sign as may at the same time',
    help: 'Wait until the oldest of them is over: 24 hours after the secret that replaced it was made.',
  },
  webhook_endpoint_disabled: {
    status: 409,
    title: 'The webhook endpoint is turned off',
    help: 'Turn it on first: to what is off nothing is sent.',
  },
  webhook_url_not_allowed: {
    status: 422,
    title: 'Nothing is sent to this address',
    help: '`detail` says why. Webhooks go to public hosts by https; operations can allow others.',
  },
} as const satisfies Record<string, ProblemText>;
