import { boolean } from './setting.js';

export const webhooksSettings = {
  'webhooks.allow_private': boolean({
    default: false,
    description:
      'Lets webhooks go to loopback and private addresses, and there over plain http too. Link-local ones are refused always.',
  }),
};
