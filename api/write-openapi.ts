import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiText } from './http/openapi';
import { ROUTES } from './routes/routes';

// `npm run openapi`: writes the committed document anew. A test fails while it differs from what the routes say.
writeFileSync(join(process.cwd(), 'docs/openapi.json'), openApiText(ROUTES));
