import { errors } from './errors';
import { login } from './login';
import { shell } from './shell';

/** What the login page says, before anything else is loaded. */
export const first = { ...shell, ...login, ...errors } as const;
