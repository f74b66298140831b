type Given = {
  occurredAt: Date
  recurringDonationId: string | null
  intent: { name: string }
  donor: { name: string; namedAt: Date | null }
}

/**
 * The name that a receipt is made out to: the one given with the gift. A monthly gift asks once and is charged for years, so
 * from the day on which its donor said another name in their settings, it is that one.
 */
export const receiptName = ({ occurredAt, recurringDonationId, intent, donor }: Given): string =>
  recurringDonationId && donor.namedAt && donor.namedAt <= occurredAt ? donor.name : intent.name
