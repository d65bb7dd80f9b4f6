// `npm run keys -- grant|revoke|list`: API keys of channels, straight in the database: DATABASE_URL's, else the local stack's.
import { onDatabase } from './stack/on-database.mjs';

onDatabase('keys');
