export const eventNames = [
  'delivered',
  'deferred',
  'bounce',
  'blocked',
  'dropped',
  'spamreport',
  'unsubscribe',
  'group_unsubscribe',
] as const

/** What the control page can tell. `blocked` is SendGrid's `bounce` of type `blocked`: a mailbox that is full for now. */
export type EventName = (typeof eventNames)[number]
