export const care = {
  'clock.doubt': 'The clock of this machine cannot be believed',
  'clock.doubt.text':
    'It is more than two minutes away from the time the daemon has counted, or from the newest block. Until that ends every payment asks a person, and nothing that waits goes out, ends or becomes free.',
  'clock.doubt.do': 'Set the clock right and this ends by itself. If it is right already, confirm it.',
  'clock.confirm': 'The clock is right…',
  'clock.confirm.title': 'Go by the clock of this machine',
  'clock.confirm.text':
    'Delays that are over by it go out at once, and sessions and approvals whose time is over by it end. Compare it with a clock you trust first.',
  'clock.confirm.daemon': 'The daemon counted',
  'clock.confirm.browser': 'This browser says',
  'clock.confirm.submit': 'Confirm the clock',

  altered: 'Rows in the database are not what the daemon wrote',
  'altered.text': 'Somebody else changed them. What they decide stands still until you have looked at them.',
  'altered.look': 'Look at the altered rows',

  'leave.title': 'Leave without saving?',
  'leave.text': 'What you entered here is not saved, and will be gone.',
  'leave.stay': 'Stay here',
  'leave.go': 'Leave',

  'wallets.value': 'Value',
  'actor.master': 'the admin',
  'actor.system': 'the daemon',
  'actor.owner': 'the owner',
  'actor.session': 'the session',

  'attempt.kind.original': 'as asked',
  'attempt.kind.speed-up': 'with a higher fee',
  'attempt.kind.cancel': 'to cancel it',
  'attempt.state.RESERVED': 'being signed',
  'attempt.state.SIGNED': 'signed',
  'attempt.state.BROADCAST': 'sent',
  'attempt.state.MINED': 'in a block',
  'attempt.state.FINAL': 'in a block, for good',
  'attempt.state.REPLACED': 'replaced by another',
  'attempt.state.EXPIRED': 'too late to land',
  'attempt.state.DROPPED': 'forgotten by the network',
} as const;
