// `npm run users -- add|list|reset-password|disable|enable|grant|revoke`: people of the console, straight in the database:
// DATABASE_URL's, else the local stack's.
import { onDatabase } from './stack/on-database.mjs';

onDatabase('users');
