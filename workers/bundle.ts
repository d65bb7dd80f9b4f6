import { existsSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';

/** Written by `npm run build`, beside the compiled workflows. */
export const BUNDLE_PATH = path.join(__dirname, '..', 'workflow-bundle.js');

const workflowsPath = require.resolve('../workflows');

/** The workflows as the build bundled them, or, where it did not (tests), where to find them. */
export function workflowCode(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  return existsSync(BUNDLE_PATH) ? { workflowBundle: { codePath: BUNDLE_PATH } } : { workflowsPath };
}

/** Bundles the workflows for `BUNDLE_PATH`. */
export async function bundleWorkflows(): Promise<string> {
  const { code } = await bundleWorkflowCode({ workflowsPath });
  return code;
}
