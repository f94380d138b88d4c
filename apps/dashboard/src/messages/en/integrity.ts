/** Of the page that shows what the daemon did not write. */
export const integrity = {
  'altered.title': 'Altered rows',
  'altered.lead':
    'Whatever the daemon writes it marks with a key that only it has. A row without that mark was changed, added or taken away by something else.',
  'altered.none': 'Every row is what the daemon wrote',
  'altered.none.lead': 'Nothing stands still because of altered rows.',
  'altered.some': 'The first {count} of {total}.',
  'altered.contents': 'What it holds now',
  'altered.id': 'Key of the row',
  'altered.wallet': 'Wallet',
  'altered.removed': 'Would be removed',

  'row.wallets': 'A wallet: its name, address, owner or state',
  'row.sessions': 'A session: what its token may do, or until when',
  'row.session_wallets': 'Which wallet a session may use',
  'row.policies': 'A policy',
  'row.policy_versions': 'An earlier version of a policy',
  'row.settings': 'A setting',
  'row.tokens': 'A token of the registry',
  'row.token_pins': 'What is known of a token: its decimals and its kind',
  'row.owner_challenges': 'A text that was given to an owner to sign',
  'row.browser_logins': 'A login of a browser',
  'row.transactions': 'A transaction that is not over',
  'row.attempts': 'A signed attempt of a transaction that is not over',
  'row.audit_head': 'The end of the audit log',
  'row.kill_switch': 'Whether everything is frozen',
  'row.schema': 'Programs inside the database file (triggers or views)',
  'set.policies': 'A policy was taken away or put in',
  'set.settings': 'A setting was taken away or put in',
  'set.tokens': 'A token was taken away from the registry, or put in',
  'set.token_pins': 'What is known of tokens: something was taken away or put in',

  'stops.wallet': 'No payment of this wallet goes out, and nothing is signed with it.',
  'stops.network': 'No payment goes out on the network that it names.',
  'stops.session': 'The wallets of this session pay nothing, and its token opens nothing.',
  'stops.all': 'No wallet pays anything.',
  'stops.none': 'Nothing stands still. It opens nothing either: if you take what stands, it is removed.',

  'out.title': 'What to do',
  'out.find':
    'Find out who can write to the database file. Whoever did may do it again, and may have read what is in it. If you do not know who it was, freeze everything first.',
  'out.restore':
    'If there is a backup from before, restore it with the daemon stopped. What was sent since then is not sent again.',
  'out.adopt':
    'Or look at every row below, and take them as they are if each of them says what you would have written. A changed address of an owner, or a policy that is gone, is how a thief would do it.',
  'out.programs': 'Rows cannot be taken as they are while programs are in the file: drop them first, or restore a backup.',

  'adopt.button': 'Take them as they are…',
  'adopt.title': 'Take what stands in the database',
  'adopt.text': 'From now on these rows hold as if the daemon had written them: {count}. Whatever they stop goes on.',
  'adopt.text.record': 'It is written to the audit log. If something is altered before you confirm, nothing is taken.',
  'adopt.word': 'ADOPT',
  'adopt.submit': 'Take them as they are',
  'adopt.done': 'Taken as they are: {adopted}. Removed: {removed}.',
} as const;
