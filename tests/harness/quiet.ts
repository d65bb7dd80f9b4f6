import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Errors only: the SDK is talkative, and a test run should be readable. Imported for its effect. */
Runtime.install({ logger: new DefaultLogger('ERROR') });
