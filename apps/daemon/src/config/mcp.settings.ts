import path from 'node:path';
import { text } from './setting.js';

export const mcpSettings = {
  'mcp.token_directory': text({
    default: null,
    expects: 'an absolute path',
    accepts: (value) => path.isAbsolute(value),
    description:
      'Where files with session tokens are written, outside of the data directory and its backups. Empty: beside it, by its name and `-tokens`.',
  }),
};
