import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/sqlite',
  migrations: { path: 'prisma/migrations/sqlite' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'file:./dev.db' },
});
