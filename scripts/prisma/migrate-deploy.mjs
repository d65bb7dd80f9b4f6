// `npm run db:deploy`: applies the migrations that DATABASE_URL has not seen. Needs nothing but the `pg` package, so that it
// runs in the production image; `prisma migrate deploy` does the same.
import { MIGRATIONS } from '../stack/paths.mjs';
import { migrate } from '../stack/migrate.mjs';

const url = process.env.DATABASE_URL;
if (!url) {
  console.error('DATABASE_URL is not set: postgresql://user:password@host:port/database');
  process.exit(1);
}
const applied = await migrate(url, MIGRATIONS);
console.log(applied.length > 0 ? `applied: ${applied.join(', ')}` : 'nothing to apply');
