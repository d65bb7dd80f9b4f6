// Workers of tests take the workflows as the build has bundled them, which the projects' set-up sees to: bundling takes seconds,
// and each worker of each test file would do it anew.
import path from 'node:path';

const CODE = path.resolve(__dirname, '..', '..', 'dist', 'workflow-bundle.js');

jest.mock('../../workers/bundle', () => ({ workflowCode: () => ({ workflowBundle: { codePath: CODE } }) }));
