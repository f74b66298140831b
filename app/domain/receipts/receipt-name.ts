type Given = {
  occurredAt: Date
  recurringDonationId: string | null
  intent: { name: string; language: string }
  donor: { name: string; namedAt: Date | null; language: string; languageAt: Date | null }
}

/**
 * Where mails about a gift go: to the address of whoever stands for its giver now, who may have been joined with another record
 * since. Empty where no address was given with the gift: its papers are printed.
 */
export const receiptAddress = (gift: {
  intent: { email: string }
  donor: { email: string | null }
}): string => (gift.intent.email === '' ? '' : (gift.donor.email ?? gift.intent.email))

/**
 * The name that a receipt is made out to: the one given with the gift. A monthly gift asks once and is charged for years, so
 * from the day on which its donor said another name in their settings, it is that one.
 */
export const receiptName = (gift: Given): string =>
  saidSince(gift, gift.donor.namedAt) ? gift.donor.name : gift.intent.name

/** The same for the language. */
export const receiptLanguage = (gift: Given): string =>
  saidSince(gift, gift.donor.languageAt) ? gift.donor.language : gift.intent.language

const saidSince = ({ recurringDonationId, occurredAt }: Given, at: Date | null): boolean =>
  recurringDonationId !== null && at !== null && at <= occurredAt
