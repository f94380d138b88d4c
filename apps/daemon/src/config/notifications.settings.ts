import { boolean, integer, list, oneOf, text } from './setting.js';
import { isPlainHttpUrl } from './url-values.js';

const BOT_TOKEN = /^[0-9]{1,20}:[A-Za-z0-9_-]{20,100}$/;
const CHAT_ID = /^(?:-?[0-9]{1,20}|@[A-Za-z0-9_]{5,64})$/;
const TOPIC = /^[A-Za-z0-9_-]{1,64}$/;
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45})$/;
const MAILBOX = /^[^\s<>"(),:;@]{1,64}@[A-Za-z0-9.-]{1,253}$/;
const PRINTABLE = /^[^\p{Cc}]{1,1024}$/u;

const isUrl = { expects: 'an http or https URL without credentials', accepts: isPlainHttpUrl };

export const notificationsSettings = {
  'notifications.enabled': boolean({ default: true, runtime: true, description: 'Sends notices over the channels below.' }),
  'notifications.level': oneOf({
    default: 'all',
    values: ['all', 'critical'],
    runtime: true,
    description: 'Which events are told over channels. Requests for an approval count as critical.',
  }),
  'notifications.language': oneOf({ default: 'en', values: ['en', 'ko'], runtime: true, description: 'Language of notices.' }),
  'notifications.coalesce_seconds': integer({
    default: 30,
    min: 0,
    max: 3600,
    runtime: true,
    description: 'How long ordinary notices are collected into one message. Critical ones are never held back.',
  }),
  'notifications.allow_private': boolean({
    default: false,
    description: 'Lets channels use servers on loopback and private addresses, and there without encryption too.',
  }),
  'notifications.telegram_url': text({
    default: 'https://api.telegram.org',
    runtime: true,
    ...isUrl,
    description: 'Where the Telegram Bot API is.',
  }),
  'notifications.telegram_bot_token': text({
    default: null,
    runtime: true,
    secret: true,
    expects: 'a bot token such as 123456:ABC…',
    accepts: (value) => BOT_TOKEN.test(value),
    description: 'Token of the Telegram bot; with a chat id it turns the channel on.',
  }),
  'notifications.telegram_chat_id': text({
    default: null,
    runtime: true,
    expects: 'a chat id, or @name of a public channel',
    accepts: (value) => CHAT_ID.test(value),
    description: 'Telegram chat the bot writes to.',
  }),
  'notifications.discord_url': text({
    default: null,
    runtime: true,
    secret: true,
    ...isUrl,
    description: 'Discord webhook URL; turns the channel on.',
  }),
  'notifications.slack_url': text({
    default: null,
    runtime: true,
    secret: true,
    ...isUrl,
    description: 'Slack incoming webhook URL; turns the channel on.',
  }),
  'notifications.ntfy_url': text({
    default: null,
    runtime: true,
    ...isUrl,
    description: 'ntfy server, for example https://ntfy.sh; with a topic it turns the channel on.',
  }),
  'notifications.ntfy_topic': text({
    default: null,
    runtime: true,
    secret: true,
    expects: 'letters, digits, _ and -',
    accepts: (value) => TOPIC.test(value),
    description: 'ntfy topic. Whoever knows it reads along where the server asks for no token.',
  }),
  'notifications.ntfy_token': text({
    default: null,
    runtime: true,
    secret: true,
    expects: 'an access token',
    accepts: (value) => /^[A-Za-z0-9_.-]{1,256}$/.test(value),
    description: 'Access token for the ntfy server.',
  }),
  'notifications.smtp_host': text({
    default: null,
    runtime: true,
    expects: 'a host name or address',
    accepts: (value) => HOST.test(value),
    description: 'Mail server; with a sender and a recipient it turns e-mail on.',
  }),
  'notifications.smtp_port': integer({
    default: 587,
    min: 1,
    max: 65_535,
    runtime: true,
    description: 'Port of the mail server.',
  }),
  'notifications.smtp_security': oneOf({
    default: 'starttls',
    values: ['starttls', 'tls', 'none'],
    runtime: true,
    description: 'Encryption to the mail server. None is refused for public addresses.',
  }),
  'notifications.smtp_user': text({
    default: null,
    runtime: true,
    expects: 'printable text',
    accepts: (value) => PRINTABLE.test(value),
    description: 'User name at the mail server.',
  }),
  'notifications.smtp_password': text({
    default: null,
    runtime: true,
    secret: true,
    expects: 'printable text',
    accepts: (value) => PRINTABLE.test(value),
    description: 'Password at the mail server.',
  }),
  'notifications.smtp_from': text({
    default: null,
    runtime: true,
    expects: 'a mail address',
    accepts: (value) => MAILBOX.test(value),
    description: 'Sender of mails.',
  }),
  'notifications.smtp_to': list({
    default: [],
    runtime: true,
    expects: 'a list of mail addresses',
    accepts: (value) => MAILBOX.test(value),
    description: 'Recipients of mails.',
  }),
};
