import path from 'node:path';
import { integer, text } from './setting.js';

const MAX_HOURS = 8760;
const MAX_KEPT = 1000;

export const backupSettings = {
  'backup.interval_hours': integer({
    default: 24,
    min: 0,
    max: MAX_HOURS,
    runtime: true,
    description: 'Hours from one backup to the next; 0 makes none by itself.',
  }),
  'backup.retention_count': integer({
    default: 7,
    min: 1,
    max: MAX_KEPT,
    runtime: true,
    description: 'How many backups are kept; older ones are removed after the next.',
  }),
  'backup.directory': text({
    default: 'backups',
    expects: 'a path, absolute or relative to the data directory',
    accepts: (value) => value.trim() === value,
    description: 'The folder of the backups.',
  }),
  'backup.hook': text({
    default: null,
    expects: 'an absolute path of a program',
    accepts: (value) => path.isAbsolute(value),
    description: 'A program that is run with the path of each new backup, to take it to another place.',
  }),
};
