import { text } from './setting.js';

export const databaseSettings = {
  'database.path': text({
    default: 'data/waiaas.db',
    expects: 'a file path',
    accepts: (value) => !value.includes('\0'),
    description: 'The SQLite file, relative to the data directory.',
  }),
  'database.url': text({
    default: null,
    environment: 'WAIAAS_DATABASE_URL',
    secret: true,
    expects: 'a file: URL (this build stores in SQLite)',
    accepts: (value) => value.startsWith('file:') && value.length > 'file:'.length,
    description: 'The database by URL instead of by path.',
  }),
};
