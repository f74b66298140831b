export const eventNames = ['delivered', 'bounce', 'spamreport', 'unsubscribe'] as const
export type EventName = (typeof eventNames)[number]
